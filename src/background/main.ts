/**
 * The background: a service worker in Chromium, an event page in Firefox. It alone holds call secrets, in
 * storage.session, and may be ended and started again at any time; a running call does not need it awake.
 */
import browser from 'webextension-polyfill';
import { now, setClockOffset } from '../clock.ts';
import { draftKeysOf } from '../protocol/drafts.ts';
import { type GuardProtocol, SAY_KEY_STOPPED } from '../protocol/guard.ts';
import type { Handlers } from '../protocol/messages.ts';
import type { PopupProtocol } from '../protocol/popup.ts';
import { isRecord } from '../protocol/valid.ts';
import { withForeign } from './foreign.ts';
import { withHistory } from './history.ts';
import { holdPages } from './hold.ts';
import { KeyHandlers, type Tabs } from './key-handlers.ts';
import { protectedMeetings } from './known-meetings.ts';
import { textOf } from './known-to-service.ts';
import { askAll, look, withoutAll } from './look.ts';
import { withPage } from './managed-record.ts';
import { forgetManaged, managedSettings } from './managed-settings.ts';
import { Memory } from './memory.ts';
import { MemoryHandlers } from './memory-handlers.ts';
import { ordersFor } from './orders.ts';
import { closeLocalStorage, ownStore } from './own-store.ts';
import { PopupHandlers } from './popup-handlers.ts';
import { withAddress, withMark, withReport } from './record-changes.ts';
import { isSame, isToLookUp, withReturn } from './returns.ts';
import { shownBy } from './shown-tab.ts';
import { comeBack, noteAsked, noteStayed } from './site-return.ts';
import { coveredSites, registerSites } from './sites.ts';
import { keyWasStopped } from './stopped-keys.ts';
import { TabRecords } from './tab-records.ts';
import { withClock } from './tab-secret.ts';
import { showIcon } from './toolbar.ts';
import { UserSettings } from './user-settings.ts';
import { validKeyStopped, validReport } from './validate.ts';
import { shownIcon, stateOf } from './view.ts';

const records = new TabRecords(browser.storage.session);
const settings = new UserSettings(ownStore);
const memory = new Memory(ownStore, browser.storage.session);
const popup = new PopupHandlers(records, memory, async (tabId) => {
  await look(records, tabId);
  await show(tabId);
});
const tabs: Tabs = {
  meeting: async (tabId) => (await shownBy(records, tabId)).meeting,
  text: textOf,
  managed: managedSettings,
  isPrivate: async (tabId) => (await browser.tabs.get(tabId)).incognito,
  changed: async (tabId) => {
    await show(tabId);
    return popup.view(tabId);
  },
  allChanged: async () => {
    const known = (await browser.tabs.query({})).flatMap(({ id }) => id ?? []);
    await Promise.all(known.map(async (tabId) => lookAndShow(tabId)));
  },
};
const keys = new KeyHandlers(records, tabs);
const remembered = new MemoryHandlers(memory, records, tabs);

/** Asks a tab's guards how they do, and shows it on the toolbar. */
async function lookAndShow(tabId: number): Promise<void> {
  await look(records, tabId);
  await show(tabId);
}

async function show(tabId: number): Promise<void> {
  const { record, meeting } = await shownBy(records, tabId);
  await records.update(tabId, (known) => withHistory(known, now()));
  await showIcon(tabId, shownIcon(record, meeting));
}

type Sender = browser.Runtime.MessageSender & { readonly origin?: string };

browser.runtime.onMessage.addListener((message: unknown, from: browser.Runtime.MessageSender) => {
  const sender = from as Sender;
  if (sender.id !== browser.runtime.id || !isRecord(message)) return undefined;
  const { kind, data } = message;
  if (kind === REPORT) return takeReport(data, sender);
  if (kind === KEY_STOPPED) return takeKeyStopped(data, sender);
  return isOwnPage(sender) ? answerPopup(kind, data) : undefined;
});

/** The popup's messages are not for content scripts, which live in a page's process. */
function isOwnPage(sender: Sender): boolean {
  return sender.url?.startsWith(browser.runtime.getURL('')) ?? false;
}

const REPORT: keyof GuardProtocol = 'guard:report';

async function takeReport(data: unknown, sender: Sender): Promise<GuardProtocol[typeof REPORT]['response']> {
  const report = validReport(data);
  const tabId = sender.tab?.id;
  if (!report || tabId === undefined) return undefined;
  const clockOffset = await moveClock();
  await records.recogniseWindow(tabId, report.protection);
  const managed = await managedSettings();
  const address = sender.tab?.url ?? (sender.frameId === 0 ? sender.url : undefined);
  let wasOn = false;
  let known = await records.update(tabId, (record) => {
    wasOn = record.on;
    return withMark(withPage(record, address, managed), report);
  });
  const remembers = managed.allowRememberedKeys && sender.tab?.incognito === false;
  // The page may have gone on to another meeting meanwhile.
  while (isToLookUp(known)) {
    const { meeting: shown } = known;
    const wasProtected = remembers && shown !== null && (await protectedMeetings.has(shown));
    known = await records.update(tabId, (record) =>
      isSame(record.meeting, shown) && isToLookUp(record) ? withReturn(record, wasProtected) : record,
    );
  }
  const meeting = known.meeting ?? undefined;
  const frameOrigin = sender.origin ?? sender.url ?? '';
  const reporter = { frameId: sender.frameId ?? 0, frameOrigin };
  const record = await records.update(tabId, (latest) =>
    withForeign(withHistory(withReport(withClock(latest, now()), reporter, report, now()), now()), now()),
  );
  const { meetings, ...own } = await settings.read();
  // With a key that the tab has still: a guard may not have heard that it was forgotten.
  const sealed = record.secret !== null && ['sealed', 'mixed'].includes(stateOf(record, meeting));
  const isNew = meeting && sealed && record.on && remembers && meetings && (await protectedMeetings.add(meeting));
  if (isNew || (record.on && !wasOn)) await holdPages(records);
  const icon = shownIcon(record, meeting);
  if (icon !== 'off' || shownIcon(known, meeting) !== 'off') await showIcon(tabId, icon);
  const orders = await ordersFor(
    record,
    report,
    { covered: await coveredSites(), meeting, frameOrigin },
    now(),
    clockOffset,
  );
  return { ...orders, settings: own };
}

const KEY_STOPPED: keyof GuardProtocol = 'guard:key-stopped';

async function takeKeyStopped(data: unknown, sender: Sender): Promise<GuardProtocol[typeof KEY_STOPPED]['response']> {
  const found = validKeyStopped(data);
  const tabId = sender.tab?.id;
  if (!found || tabId === undefined) return undefined;
  const isKey = await keyWasStopped(records, tabId, found);
  // A page that goes is told nothing.
  if (isKey) void browser.tabs.sendMessage(tabId, SAY_KEY_STOPPED, { frameId: 0 }).catch(() => undefined);
  return isKey;
}

/** Test build: a test moves the clock of this browser's members, and makes the background slow, through storage.session. */
async function moveClock(): Promise<number> {
  if (!__TEST_BUILD__) return 0;
  const { testClockOffset = 0, testDelay = 0 } = (await browser.storage.session.get([
    'testClockOffset',
    'testDelay',
  ])) as { testClockOffset?: number; testDelay?: number };
  setClockOffset(testClockOffset);
  if (testDelay > 0) await new Promise((resolve) => setTimeout(resolve, testDelay));
  return testClockOffset;
}

async function forgetMeetings(): Promise<void> {
  await protectedMeetings.forget();
  await holdPages(records);
}

/** Test build: what a test has the popup show, whatever the tab does. */
async function stagedView(): Promise<unknown> {
  if (!__TEST_BUILD__) return undefined;
  const { testView } = await browser.storage.session.get('testView');
  return testView;
}

/** What the popup may ask, and who answers. */
const answers: Handlers<PopupProtocol> = {
  'popup:view': ({ tabId }) => popup.view(tabId),
  'popup:protect': ({ tabId, on }) => popup.protect(tabId, on),
  'popup:passphrase': ({ tabId, passphrase, own }) => popup.passphrase(tabId, passphrase, own),
  'popup:new-key': ({ tabId }) => keys.newKey(tabId),
  'popup:invite': ({ tabId }) => keys.invite(tabId),
  'popup:accept': ({ tabId, text }) => keys.accept(tabId, text),
  'popup:calls': () => popup.calls(),
  'popup:request': ({ tabId }) => keys.request(tabId),
  'popup:read-request': ({ tabId, text }) => keys.readRequest(tabId, text),
  'popup:answer-request': ({ tabId, text, words }) => keys.answerRequest(tabId, text, words),
  'popup:key-not-sent': ({ tabId }) => keys.notSent(tabId),
  'popup:compared': ({ tabId, code, compared }) => keys.compared(tabId, code, compared),
  'popup:memory-create': ({ tabId, passphrase, measured }) => remembered.create(tabId, passphrase, measured),
  'popup:memory-unlock': ({ tabId, passphrase }) => remembered.unlock(tabId, passphrase),
  'popup:memory-lock': ({ tabId }) => remembered.lock(tabId),
  'popup:remember': ({ tabId, remember }) => remembered.remember(tabId, remember),
  'popup:use-remembered': ({ tabId }) => remembered.useRemembered(tabId),
  'popup:forget-everything': async ({ tabId }) => {
    // The keys first: a tab that is sealed is taken note of.
    await remembered.forgetEverything(tabId);
    await forgetMeetings();
    return popup.view(tabId);
  },
  'popup:keep-asked': async ({ tabId }) => {
    const meeting = await tabs.meeting(tabId);
    if (meeting) await protectedMeetings.asked(meeting);
    return popup.view(tabId);
  },
  'popup:exceptions': ({ tabId, exceptions }) => popup.exceptions(tabId, exceptions),
  'popup:card': ({ tabId, card }) => popup.card(tabId, card),
  'popup:forget': ({ tabId }) => popup.forget(tabId),
  'popup:asks-site': async (asked) => {
    await noteAsked(asked);
    return true;
  },
  'popup:site-changed': async ({ tabId }) => {
    noteStayed(tabId);
    await registerSites();
    return popup.view(tabId);
  },
  'popup:settings': async ({ change }) => {
    if (!change) return settings.read();
    const changed = await settings.change(change);
    if (!changed.meetings) await forgetMeetings();
    await tabs.allChanged();
    return changed;
  },
  'popup:reload': ({ tabId }) => popup.reload(tabId),
};

async function answerPopup(kind: unknown, data: unknown): Promise<unknown> {
  await moveClock();
  const staged = kind === 'popup:view' ? await stagedView() : undefined;
  if (staged) return staged;
  if (typeof kind !== 'string' || !Object.hasOwn(answers, kind)) return undefined;
  return (answers[kind as keyof PopupProtocol] as (request: unknown) => Promise<unknown>)(data);
}

browser.tabs.onUpdated.addListener((tabId, change, { url }) => {
  if (!change.status && !change.url) return;
  void (async () => {
    const loading = change.status === 'loading';
    await records.update(tabId, (known) => withAddress(loading ? withoutAll(known) : known, url));
    // The documents of before are gone, or the address names another meeting: either way the guards report anew. At the
    // end of loading once more: a document that went may have reported after it began.
    if (!loading) return lookAndShow(tabId);
    await show(tabId);
    askAll(tabId);
  })();
});

for (const event of [
  browser.runtime.onInstalled,
  browser.runtime.onStartup,
  browser.permissions.onAdded,
  browser.permissions.onRemoved,
]) {
  (event as { addListener(listener: () => void): void }).addListener(
    () => void registerSites().then(() => holdPages(records)),
  );
}

browser.permissions.onAdded.addListener(({ origins = [] }) => void registerSites().then(() => comeBack(origins)));

browser.runtime.onInstalled.addListener(({ reason }) => {
  // Tests of a call begin without it: it would come before their own page.
  if (reason === 'install' && !__TEST_BUILD__)
    void browser.tabs.create({ url: browser.runtime.getURL('pages/first-run.html') });
});

/** Does what the organisation's policy asks for beyond what is asked at each step. */
async function obeyPolicy(): Promise<void> {
  if ((await managedSettings()).allowRememberedKeys) return;
  await memory.forget();
  await protectedMeetings.forget();
}
browser.storage.onChanged.addListener((_, area) => {
  if (area !== 'managed') return;
  forgetManaged();
  void obeyPolicy()
    .then(() => holdPages(records))
    .then(() => tabs.allChanged());
});

browser.tabs.onRemoved.addListener((tabId) => {
  void records.forget(tabId).then(() => holdPages(records));
  // What was typed in this tab's popup and not used.
  void browser.storage.session.remove(draftKeysOf(tabId));
});

// A browser that cannot do it has nothing there that matters.
void closeLocalStorage().catch(() => undefined);
/** Pages that were open before Callseal was installed, updated or switched on have no guard, and their toolbar says so. */
async function lookAtOpenPages(): Promise<void> {
  if ((await browser.storage.session.get(LOOKED))[LOOKED]) return;
  await browser.storage.session.set({ [LOOKED]: true });
  await obeyPolicy();
  await holdPages(records);
  await tabs.allChanged();
}
const LOOKED = 'looked';
void lookAtOpenPages();

if (__TEST_BUILD__) {
  // How often the background has started: a test that suspends it sees that it came back.
  void browser.storage.session
    .get('testStarts')
    .then(({ testStarts = 0 }) => browser.storage.session.set({ testStarts: Number(testStarts) + 1 }));
}
