/** Windows of protected tabs, by the name in their page's mark. */
import { describe, expect, it } from 'vitest';
import { TestStore } from '../../test/support/memory-store.ts';
import { meetingOf } from '../services/registry.ts';
import { withName } from './opened-windows.ts';
import { secretFor } from './orders.ts';
import { withAddress } from './record-changes.ts';
import { EMPTY_RECORD, type TabRecord, TabRecords, type TabSecret } from './tab-records.ts';

const ADDRESS = 'https://meet.google.com/abc-defg-hij';
const MEETING = meetingOf(ADDRESS);
if (!MEETING) throw new Error('no meeting');
const SECRET: TabSecret = {
  id: '00112233445566ff',
  meeting: MEETING,
  callSecret: { kind: 'passphrase', key: 'AAAA' },
  passphrase: null,
  generation: 0,
  code: { digits: '0'.repeat(20), emoji: [] },
  compared: false,
  unconfirmed: false,
};
const OPENER = withName(withAddress({ ...EMPTY_RECORD, on: true, secret: SECRET }, ADDRESS));
const [OPENER_TAB, WINDOW] = [1, 2];

async function recognised(mark: string | null, window: TabRecord = EMPTY_RECORD, opener = OPENER): Promise<TabRecord> {
  const records = new TabRecords(new TestStore());
  await records.update(OPENER_TAB, () => opener);
  await records.update(WINDOW, () => window);
  await records.recogniseWindow(WINDOW, mark);
  return records.read(WINDOW);
}

describe('a window of a protected tab', () => {
  it.each([
    ['without an address', 'about:blank'],
    ['whose address is not told', undefined],
    ['that shows the meeting', ADDRESS],
  ])('%s has its key', async (_, address) => {
    const record = withAddress(await recognised(OPENER.protection), address);
    expect(record).toMatchObject({ on: true, protection: OPENER.protection });
    expect(secretFor(record, record.meeting ?? undefined)).toEqual(SECRET);
  });

  it('that shows another meeting is protected, without the key', async () => {
    const record = withAddress(await recognised(OPENER.protection), 'https://meet.google.com/xyz-wxyz-xyz');
    expect(record.on).toBe(true);
    expect(secretFor(record, record.meeting ?? undefined)).toBeUndefined();
  });

  it('gets a card in place of its camera, as its opener does', async () => {
    expect((await recognised(OPENER.protection)).card).toBe(false);
    const window = await recognised(OPENER.protection, EMPTY_RECORD, { ...OPENER, card: true });
    expect(withAddress(window, ADDRESS).card).toBe(true);
  });

  it('is no tab that was recovered, unless its opener is', async () => {
    expect(await recognised(OPENER.protection)).toMatchObject({ decided: true, recovered: false });
    const recovered = { ...OPENER, recovered: true };
    expect(await recognised(OPENER.protection, EMPTY_RECORD, recovered)).toMatchObject({
      decided: true,
      recovered: true,
    });
  });

  it.each([
    ['a page without a mark', null, EMPTY_RECORD, OPENER],
    ['a mark of nobody', 'ffffffffffffffff', EMPTY_RECORD, OPENER],
    [
      'a tab that was protected by itself before',
      OPENER.protection,
      { ...EMPTY_RECORD, protection: '00'.repeat(8) },
      OPENER,
    ],
    ['a window of a tab that is off', OPENER.protection, EMPTY_RECORD, { ...OPENER, on: false }],
  ])('is not %s', async (_, mark, window, opener) => {
    expect(await recognised(mark, window, opener)).toEqual(window);
  });
});
