/**
 * Leads back whoever allows a site. The browser's question closes the popup, and the page that is open has none of our
 * scripts: so the page is loaded again, once, and the popup comes back where it was.
 */
import browser from 'webextension-polyfill';
import { now } from '../clock.ts';
import { siteOf } from './sites.ts';

/** What the popup is asking for. */
interface Asked {
  readonly tabId: number;
  /** The site's match pattern. */
  readonly pattern: string;
}

/** Milliseconds for which the browser's question may stand. What is given later was given for another reason. */
const QUESTION_MS = 300_000;

/** In storage.session: the question may stand longer than the background lives. */
const KEY = 'asked';
/** Milliseconds for which a page's loading is waited for; the popup then says that it is still loading. */
const LOAD_MS = 10_000;
/** Pixels of the popup as a window of its own, where the browser does not open it. */
const WINDOW = { width: 400, height: 660 } as const;

/** Tabs whose popup outlived the question, as it does in a tab of its own. */
const stayed = new Set<number>();

export async function noteAsked({ tabId, pattern }: Asked): Promise<void> {
  stayed.delete(tabId);
  await browser.storage.session.set({ [KEY]: { tabId, pattern, at: now() } });
}

/** The popup of a tab has the browser's answer, so it is there still. */
export function noteStayed(tabId: number): void {
  stayed.add(tabId);
}

/**
 * Loads the page again for which a permission was asked, if it is among those that were given, and brings the popup back.
 * What is given in the browser's own settings loads nothing: a call may be running there.
 *
 * @param origins match patterns that were given. Their scripts are registered
 */
export async function comeBack(origins: readonly string[]): Promise<void> {
  const { [KEY]: asked } = (await browser.storage.session.get(KEY)) as {
    [KEY]?: Asked & { readonly at: number };
  };
  if (!asked || now() - asked.at > QUESTION_MS || !origins.includes(asked.pattern)) return;
  await browser.storage.session.remove(KEY);
  // It may show another page by now, with a call in it.
  const { url } = await browser.tabs.get(asked.tabId);
  if ((await siteOf(url))?.pattern !== asked.pattern) return;
  const loaded = untilLoaded(asked.tabId);
  await browser.tabs.reload(asked.tabId);
  await loaded;
  if (!stayed.delete(asked.tabId)) await openPopup(asked.tabId);
}

/** The popup of the tab: in the toolbar, or as a window where the browser does not open it without a click. */
async function openPopup(tabId: number): Promise<void> {
  const { active, windowId } = await browser.tabs.get(tabId);
  const action = browser.action as unknown as { openPopup(options: { windowId?: number }): Promise<void> };
  // Whoever has gone to another tab is not disturbed there.
  if (!active) return;
  const opened = await action.openPopup(windowId === undefined ? {} : { windowId }).then(...OUTCOMES);
  if (opened) return;
  const url = browser.runtime.getURL(`popup/popup.html?tab=${tabId}`);
  await browser.windows.create({ type: 'popup', url, ...WINDOW });
}

const OUTCOMES = [(): boolean => true, (): boolean => false] as const;

function untilLoaded(tabId: number): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      browser.tabs.onUpdated.removeListener(follow);
      resolve();
    };
    const follow = (updated: number, { status }: browser.Tabs.OnUpdatedChangeInfoType): void => {
      if (updated === tabId && status === 'complete') finish();
    };
    const timer = setTimeout(finish, LOAD_MS);
    browser.tabs.onUpdated.addListener(follow);
  });
}
