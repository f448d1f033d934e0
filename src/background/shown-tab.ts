import browser from 'webextension-polyfill';
import type { Meeting } from '../services/registry.ts';
import { withPage } from './managed-record.ts';
import { managedSettings } from './managed-settings.ts';
import type { TabRecord, TabRecords } from './tab-records.ts';

export interface ShownTab {
  readonly tab: browser.Tabs.Tab;
  readonly record: TabRecord;
  /** The meeting that the tab shows now. */
  readonly meeting: Meeting | undefined;
}

/** A tab as the browser has it now, and its record. @throws when the tab is closed */
export async function shownBy(records: TabRecords, tabId: number): Promise<ShownTab> {
  const tab = await browser.tabs.get(tabId);
  const managed = await managedSettings();
  const record = await records.update(tabId, (known) => withPage(known, tab.url, managed));
  return { tab, record, meeting: record.meeting ?? undefined };
}
