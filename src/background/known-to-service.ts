import browser from 'webextension-polyfill';
import type { Known } from '../keys/known-text.ts';
import { type Meeting, nameOfService } from '../services/registry.ts';
import type { ShownTab } from './shown-tab.ts';

/** Characters of a page's text that are looked at: more than any chat shows at once. */
const MOST_TEXT = 500_000;

/** A page that is busy for longer keeps its text; milliseconds. */
const PATIENCE_MS = 3_000;

/** What the service knows of a tab's call: its address and title, its names, and what can be read in the page. */
export async function knownOf({ tab }: Pick<ShownTab, 'tab'>, { service, id }: Meeting): Promise<Known> {
  const page = tab.id === undefined ? '' : await textOf(tab.id);
  return { address: tab.url ?? '', title: tab.title ?? '', names: [nameOfService(service), id], page };
}

/** The text of a tab's documents. It comes to the background, so that no passphrase has to go to a page's process. */
export async function textOf(tabId: number): Promise<string> {
  const reading = {
    target: { tabId, allFrames: true },
    // biome-ignore lint/performance/useDomNodeTextContent: scripts and styles are nothing that anybody reads
    func: (most: unknown) => (document.body?.innerText ?? '').slice(0, Number(most)),
    args: [MOST_TEXT],
    // A frame that never ends loading must not be waited for.
    injectImmediately: true,
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never[]>((resolve) => {
    timer = setTimeout(() => resolve([]), PATIENCE_MS);
  });
  try {
    const results = await Promise.race([browser.scripting.executeScript(reading), tooLate]);
    return results.map(({ result }) => (typeof result === 'string' ? result.slice(0, MOST_TEXT) : '')).join('\n');
  } catch {
    return ''; // a page that extensions may not read, such as an error of the browser's
  } finally {
    clearTimeout(timer);
  }
}
