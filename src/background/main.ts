/**
 * The background: a service worker in Chromium, an event page in Firefox. It alone holds call secrets, in
 * storage.session, and may be ended and started again at any time; a running call does not need it awake.
 */
import browser from 'webextension-polyfill';
import { now, setClockOffset } from '../clock.ts';
import type { Message, Orders } from '../messages.ts';
import { KeyHandlers, type Tabs } from './key-handlers.ts';
import { Memory } from './memory.ts';
import { MemoryHandlers } from './memory-handlers.ts';
import { ordersFor } from './orders.ts';
import { PopupHandlers, poke } from './popup-handlers.ts';
import { withAddress, withReport } from './records-of-reports.ts';
import { shownBy } from './shown-tab.ts';
import { registerSites } from './sites.ts';
import { TabRecords } from './tab-records.ts';
import { withClock } from './tab-secret.ts';
import { showState } from './toolbar.ts';
import { isRecord, validReport } from './validate.ts';
import { stateOf } from './view.ts';

declare const __TEST_BUILD__: boolean;

const records = new TabRecords(browser.storage.session);
const memory = new Memory(browser.storage.local, browser.storage.session);
const popup = new PopupHandlers(records, memory, async (tabId) => {
  await show(tabId);
  await poke(tabId);
});
const tabs: Tabs = {
  meeting: async (tabId) => (await shownBy(records, tabId)).meeting,
  isPrivate: async (tabId) => (await browser.tabs.get(tabId)).incognito,
  changed: async (tabId) => {
    await show(tabId);
    return popup.view(tabId);
  },
  allChanged: async () => {
    const known = (await browser.tabs.query({})).flatMap(({ id }) => id ?? []);
    await Promise.all(known.map(async (tabId) => Promise.all([show(tabId), poke(tabId)])));
  },
};
const keys = new KeyHandlers(records, tabs);
const remembered = new MemoryHandlers(memory, records, tabs);

async function show(tabId: number): Promise<void> {
  const { record, meeting } = await shownBy(records, tabId);
  await showState(tabId, stateOf(record, meeting));
}

type Sender = browser.Runtime.MessageSender & { readonly origin?: string };

browser.runtime.onMessage.addListener((message: unknown, from: browser.Runtime.MessageSender) => {
  const sender = from as Sender;
  if (sender.id !== browser.runtime.id || !isRecord(message)) return undefined;
  const { kind, data } = message as unknown as Message;
  if (kind === 'guard:report') return takeReport(data, sender);
  return isOwnPage(sender) ? answerPopup(message as unknown as Message) : undefined;
});

/** The popup's messages are not for content scripts, which live in a page's process. */
function isOwnPage(sender: Sender): boolean {
  return sender.url?.startsWith(browser.runtime.getURL('')) ?? false;
}

async function takeReport(data: unknown, sender: Sender): Promise<Orders | undefined> {
  const report = validReport(data);
  const tabId = sender.tab?.id;
  if (!report || tabId === undefined) return undefined;
  const clockOffset = await moveClock();
  const known = await records.update(tabId, (record) => withAddress(record, sender.tab?.url));
  const meeting = known.meeting ?? undefined;
  const before = stateOf(known, meeting);
  const record = await records.update(tabId, (latest) =>
    withReport(withClock(latest, now()), sender.frameId ?? 0, report, now()),
  );
  const state = stateOf(record, meeting);
  if (state !== before || state !== 'off') await showState(tabId, state);
  const frameOrigin = sender.origin ?? sender.url ?? '';
  return ordersFor(record, report, { meeting, frameOrigin }, now(), clockOffset);
}

/** Test build: a test moves the clock of this browser's members through storage.session. */
async function moveClock(): Promise<number> {
  if (!__TEST_BUILD__) return 0;
  const { testClockOffset = 0 } = (await browser.storage.session.get('testClockOffset')) as {
    testClockOffset?: number;
  };
  setClockOffset(testClockOffset);
  return testClockOffset;
}

async function answerPopup(message: Message): Promise<unknown> {
  await moveClock();
  switch (message.kind) {
    case 'popup:view':
      return popup.view(message.data.tabId);
    case 'popup:protect':
      return popup.protect(message.data.tabId, message.data.on);
    case 'popup:passphrase':
      return popup.passphrase(message.data.tabId, message.data.passphrase);
    case 'popup:new-key':
      return keys.newKey(message.data.tabId);
    case 'popup:invite':
      return keys.invite(message.data.tabId);
    case 'popup:accept':
      return keys.accept(message.data.tabId, message.data.text);
    case 'popup:request':
      return keys.request(message.data.tabId);
    case 'popup:read-request':
      return keys.readRequest(message.data.tabId, message.data.text);
    case 'popup:answer-request':
      return keys.answerRequest(message.data.tabId, message.data.text, message.data.words);
    case 'popup:compared':
      return keys.compared(message.data.tabId, message.data.compared);
    case 'popup:memory-create':
      return remembered.create(message.data.tabId, message.data.passphrase);
    case 'popup:memory-unlock':
      return remembered.unlock(message.data.tabId, message.data.passphrase);
    case 'popup:memory-lock':
      return remembered.lock(message.data.tabId);
    case 'popup:remember':
      return remembered.remember(message.data.tabId, message.data.remember);
    case 'popup:use-remembered':
      return remembered.useRemembered(message.data.tabId);
    case 'popup:forget-everything':
      return remembered.forgetEverything(message.data.tabId);
    case 'popup:forget':
      return popup.forget(message.data.tabId);
    case 'popup:site-changed':
      await registerSites();
      return popup.view(message.data.tabId);
    case 'popup:calls':
      return popup.calls();
    case 'popup:exceptions':
      return popup.exceptions(message.data.tabId, message.data.exceptions);
    case 'popup:reload':
      return popup.reload(message.data.tabId);
    default:
      return undefined;
  }
}

browser.tabs.onUpdated.addListener((tabId, change, { url }) => {
  // At the end of loading once more: a document that went may have reported after it began.
  if (!change.status && !change.url) return;
  void (async () => {
    // The documents of before are gone, or the address names another meeting: either way the guards report anew.
    const record = await records.update(tabId, (known) =>
      withAddress(Object.keys(known.documents).length > 0 ? { ...known, documents: {} } : known, url),
    );
    if (record.on) await show(tabId);
    await poke(tabId);
  })();
});

for (const event of [
  browser.runtime.onInstalled,
  browser.runtime.onStartup,
  browser.permissions.onAdded,
  browser.permissions.onRemoved,
]) {
  (event as { addListener(listener: () => void): void }).addListener(() => void registerSites());
}

browser.runtime.onInstalled.addListener(({ reason }) => {
  // Tests of a call begin without it: it would come before their own page.
  if (reason === 'install' && !__TEST_BUILD__)
    void browser.tabs.create({ url: browser.runtime.getURL('pages/first-run.html') });
});

browser.tabs.onRemoved.addListener((tabId) => {
  void records.forget(tabId);
  // What was typed in this tab's popup and not used.
  void browser.storage.session.remove(['key', 'request', 'memory'].map((field) => `draft:${tabId}:${field}`));
});

if (__TEST_BUILD__) {
  // How often the background has started: a test that suspends it sees that it came back.
  void browser.storage.session
    .get('testStarts')
    .then(({ testStarts = 0 }) => browser.storage.session.set({ testStarts: Number(testStarts) + 1 }));
}
