import { beforeEach, describe, expect, it } from 'vitest';
import { TestStore } from '../../test/support/memory-store.ts';
import { newChain } from '../keys/chain.ts';
import { normalise } from '../keys/normalise.ts';
import type { Meeting } from '../services/registry.ts';
import { keyWasStopped } from './stopped-keys.ts';
import { TabRecords } from './tab-records.ts';
import { makeTabSecret, withSecret } from './tab-secret.ts';
import { validKeyStopped } from './validate.ts';

const MEET: Meeting = { service: 'meet', id: 'abc-defg-hij', shared: true };
const WORDS = 'Abacus zoom yogurt unicorn tulip reprint';
const TAB = 1;

let records: TabRecords;

async function give(passphrase: string | null): Promise<void> {
  const secret = await makeTabSecret(MEET, newChain(7), passphrase);
  await records.update(TAB, (record) => withSecret(record, secret, 0));
}

beforeEach(() => {
  records = new TabRecords(new TestStore());
});

describe('what a guard has kept from its page', () => {
  it('is the key where it is an invite, or the words in use', async () => {
    await give(WORDS);
    expect(await keyWasStopped(records, TAB, { invite: false, words: ['other', normalise(WORDS)] })).toBe(true);
    expect((await records.read(TAB)).keyStopped).toBe(true);
    expect(await keyWasStopped(records, 2, { invite: true, words: [] })).toBe(true);
    expect((await records.read(2)).keyStopped).toBe(true);
  });

  it('is none where it only looks like the words, or there are none', async () => {
    await give(WORDS);
    expect(await keyWasStopped(records, TAB, { invite: false, words: ['abacuszoomyogurt', ''] })).toBe(false);
    expect(await keyWasStopped(records, 2, { invite: false, words: [normalise(WORDS), ''] })).toBe(false);
    expect((await records.read(TAB)).keyStopped || (await records.read(2)).keyStopped).toBe(false);
  });

  it('is asked about until another key comes in its place', async () => {
    await give(WORDS);
    await keyWasStopped(records, TAB, { invite: true, words: [] });
    await give(null);
    expect((await records.read(TAB)).keyStopped).toBe(false);
  });

  it('is judged like any hostile input', () => {
    expect(validKeyStopped({ invite: 1, words: ['a', 2, 'x'.repeat(3_000), null] })).toEqual({
      invite: false,
      words: ['a'],
    });
    expect(validKeyStopped('invite')).toBeUndefined();
    expect(validKeyStopped({ invite: true })).toEqual({ invite: true, words: [] });
  });
});
