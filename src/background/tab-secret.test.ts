import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../base64.ts';
import { type Chain, linkAt } from '../keys/chain.ts';
import { SLOT_MS, slotAt } from '../slots.ts';
import { EMPTY_RECORD, withoutSecret } from './tab-records.ts';
import { makeTabSecret, SWITCH_OVER_MS, withClock, withSecret } from './tab-secret.ts';

const NOW = 1_763_899_200_000;
const SLOT = slotAt(NOW);
const MEETING = { service: 'meet', id: 'abc-defg-hij', shared: true };
const words = (fill: number, passphrase = 'words') =>
  makeTabSecret(MEETING, { kind: 'passphrase', key: new Uint8Array(32).fill(fill) }, passphrase);
const chain = (fill = 1, more: Partial<Chain> = {}): Chain => ({
  kind: 'chain',
  slot: SLOT,
  end: SLOT + 20,
  key: new Uint8Array(32).fill(fill),
  ...more,
});

describe('a new secret', () => {
  it('in the same meeting takes the other generation, and the old one opens for two minutes more', async () => {
    const [one, two, three] = [await words(1), await words(2), await words(3)];
    const first = withSecret(EMPTY_RECORD, one, NOW);
    expect(first).toMatchObject({ secret: { id: one.id, generation: 0 }, former: null });
    const second = withSecret(first, two, NOW);
    expect(second.secret).toMatchObject({ id: two.id, generation: 1 });
    expect(second.former).toEqual({ secret: first.secret, until: NOW + SWITCH_OVER_MS });
    const third = withSecret(second, three, NOW + 1);
    expect(third).toMatchObject({ secret: { generation: 0 }, former: { secret: { id: two.id, generation: 1 } } });
    expect(withClock(second, NOW + SWITCH_OVER_MS - 1)).toBe(second);
    expect(withClock(second, NOW + SWITCH_OVER_MS)).toEqual({ ...second, former: null });
    expect(withoutSecret(second)).toMatchObject({ secret: null, former: null });
  });

  it('in another meeting leaves nothing of the old one', async () => {
    const record = withSecret(EMPTY_RECORD, await words(1), NOW);
    const other = { ...(await words(2)), meeting: { ...MEETING, id: 'xyz-wxyz-xyz' } };
    expect(withSecret(record, other, NOW)).toMatchObject({ secret: { id: other.id, generation: 0 }, former: null });
  });

  it('that is the same again changes nothing, and keeps what was compared', async () => {
    const first = withSecret(EMPTY_RECORD, await makeTabSecret(MEETING, chain(), null), NOW);
    const compared = { ...first, secret: first.secret && { ...first.secret, compared: true } };
    const later = chain(0, { slot: SLOT + 3, key: linkAt(chain(), SLOT + 3) });
    expect(withSecret(compared, await makeTabSecret(MEETING, later, null), NOW)).toEqual(compared);
  });

  it('has an id of its own each time, and its key is wiped from where it came', async () => {
    const key = new Uint8Array(32).fill(1);
    const one = await makeTabSecret(MEETING, { kind: 'passphrase', key }, null);
    expect(key.every((byte) => byte === 0)).toBe(true);
    expect(one.id).toMatch(/^[0-9a-f]{16}$/);
    expect(one.id).not.toBe((await words(1)).id);
  });
});

describe('the clock', () => {
  it('steps chains, one slot behind it, and wipes what is older', async () => {
    const record = withSecret(EMPTY_RECORD, await makeTabSecret(MEETING, chain(), null), NOW);
    expect(withClock(record, NOW + SLOT_MS)).toBe(record);
    const moved = withClock(record, NOW + 5 * SLOT_MS);
    expect(moved.secret?.callSecret).toMatchObject({ slot: SLOT + 4, end: SLOT + 20 });
    expect(decodeBase64(moved.secret?.callSecret.key ?? '')).toEqual(linkAt(chain(), SLOT + 4));
    expect(withClock(moved, NOW), 'a clock set back').toBe(moved);
  });

  it('drops a chain that is over, and says so until there is another secret', async () => {
    const record = withSecret(EMPTY_RECORD, await makeTabSecret(MEETING, chain(), null), NOW);
    const over = withClock(record, NOW + 30 * SLOT_MS);
    expect(over).toMatchObject({ secret: null, expired: true });
    expect(withClock(over, NOW + 31 * SLOT_MS)).toBe(over);
    expect(withSecret(over, await words(1), NOW).expired).toBe(false);
  });

  it('drops a request that nobody answered in time, and its private key', async () => {
    const request = { meeting: MEETING, slot: SLOT, publicKey: 'public', privateKey: 'private' };
    const record = { ...EMPTY_RECORD, request };
    expect(withClock(record, NOW + 12 * SLOT_MS)).toBe(record);
    expect(withClock(record, NOW + 13 * SLOT_MS)).toEqual(EMPTY_RECORD);
    expect(withSecret(record, await words(1), NOW).request).toBeNull();
  });

  it('steps a chain that was replaced, too', async () => {
    const record = withSecret(EMPTY_RECORD, await makeTabSecret(MEETING, chain(), null), NOW - SLOT_MS);
    const both = withSecret(record, await words(2), NOW + SLOT_MS + SLOT_MS - 1);
    const moved = withClock(both, NOW + 2 * SLOT_MS);
    expect(moved.former?.secret.callSecret).toMatchObject({ slot: SLOT + 1 });
    expect(moved.secret).toBe(both.secret);
  });
});
