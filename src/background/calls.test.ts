/** What the extension's pages are told of all tabs together. */
import { expect, it } from 'vitest';
import { TestStore } from '../../test/support/memory-store.ts';
import { joinDocuments } from '../protocol/document.ts';
import { EMPTY_RECORD, type TabRecord, TabRecords } from './tab-records.ts';
import { callsOf } from './view.ts';

const withDocument = (does: { connected?: boolean; screen?: boolean }): TabRecord => ({
  ...EMPTY_RECORD,
  documents: {
    0: { ...joinDocuments([]), at: 0, own: true, ...does },
  },
});

it.each([
  ['no tab', [], { running: false, screen: false }],
  ['a page without a call', [withDocument({})], { running: false, screen: false }],
  ['a protected tab', [{ ...EMPTY_RECORD, on: true }], { running: true, screen: false }],
  ['a call without protection', [withDocument({ connected: true })], { running: true, screen: false }],
  [
    'a capture beside a call',
    [withDocument({ connected: true }), withDocument({ screen: true })],
    { running: true, screen: true },
  ],
])('%s', async (_, tabs: readonly TabRecord[], calls) => {
  const store = new TestStore();
  await store.set({ 'draft:1': 'no record' });
  const records = new TabRecords(store);
  for (const [tabId, record] of tabs.entries()) await records.update(tabId, () => record);
  expect(callsOf(await records.all())).toEqual(calls);
});
