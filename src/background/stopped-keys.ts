import { normalise } from '../keys/normalise.ts';
import type { KeyStopped } from '../protocol/guard.ts';
import type { TabRecords } from './tab-records.ts';

/**
 * Takes note of what a guard has kept from its page. It is asked since a guard does not know the words.
 *
 * @returns whether a key was among it
 */
export async function keyWasStopped(
  records: TabRecords,
  tabId: number,
  { invite, words }: KeyStopped,
): Promise<boolean> {
  let isKey = false;
  await records.update(tabId, (record) => {
    const passphrase = record.secret?.passphrase ?? null;
    const inUse = passphrase !== null && words.includes(normalise(passphrase));
    isKey = invite || inUse;
    return isKey && !record.keyStopped ? { ...record, keyStopped: true } : record;
  });
  return isKey;
}
