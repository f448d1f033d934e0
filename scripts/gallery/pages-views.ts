import type { Page } from 'puppeteer-core';
import type { Calls, TabView } from '../../src/protocol/tab-view.ts';
import { VIEWS } from './popup-views.ts';

export interface PageView {
  readonly page: 'qr' | 'scan' | 'first-run';
  readonly view: TabView | null;
  readonly calls: Calls;
  /** What is done before the picture. */
  readonly steps?: (page: Page) => Promise<void>;
  /** Whether its picture belongs to the store listing. */
  readonly listed?: true;
}

const QUIET: Calls = { running: false, screen: false };
const RUNNING: Calls = { running: true, screen: false };
const [OFF, NO_KEY, ARMED] = [VIEWS.off ?? null, VIEWS['no-key'] ?? null, VIEWS.armed ?? null];

/** Has the page take a file. @param content a picture's address, or a text that is none */
async function give(page: Page, content: string): Promise<void> {
  await page.evaluate(async (from) => {
    const file = from.startsWith('data:image')
      ? new File([await (await fetch(from)).blob()], 'code.svg')
      : new File([from], 'text.png');
    const files = new DataTransfer();
    files.items.add(file);
    document.dispatchEvent(new DragEvent('drop', { dataTransfer: files, cancelable: true }));
  }, content);
}

/** Every state of the full pages that can be shown without the extension itself. */
export const PAGE_VIEWS: Readonly<Record<string, PageView>> = {
  'first-run': { page: 'first-run', view: OFF, calls: QUIET, listed: true },
  'qr-tab-gone': { page: 'qr', view: null, calls: QUIET },
  'qr-no-key': { page: 'qr', view: NO_KEY, calls: QUIET },
  qr: { page: 'qr', view: ARMED, calls: QUIET, listed: true },
  'qr-running': { page: 'qr', view: ARMED, calls: RUNNING },
  'qr-hidden': { page: 'qr', view: ARMED, calls: { running: true, screen: true } },
  scan: { page: 'scan', view: NO_KEY, calls: QUIET, listed: true },
  'scan-refused': {
    page: 'scan',
    view: NO_KEY,
    calls: QUIET,
    steps: async (page) => {
      await give(page, 'no picture');
      await page.waitForFunction(() => document.querySelector('#error')?.textContent !== '');
    },
  },
};
