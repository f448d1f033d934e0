import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/callseal-v1.json' with { type: 'json' };
import { keepSecret, movedOn, readSecret, slotSecretOf } from './call-secret.ts';
import { CHAIN_SLOTS, type Chain, linkAt, newChain, stepTo } from './chain.ts';
import { slotSecret } from './slot-secret.ts';

const SLOT = 5_879_664;
const hex = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString('hex');
const chainAt = (slot = SLOT, fill = 5): Chain => ({
  kind: 'chain',
  slot,
  end: slot + CHAIN_SLOTS,
  key: new Uint8Array(32).fill(fill),
});

describe('a chain', () => {
  it('is random and lasts 14 days', () => {
    const chain = newChain(SLOT);
    expect(chain).toMatchObject({ slot: SLOT, end: SLOT + (14 * 24 * 3600) / 300 });
    expect(hex(chain.key)).not.toBe(hex(newChain(SLOT).key));
  });

  it('comes to the same link by whatever steps', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 6 }), (steps) => {
        const slots = steps.map((_, index) => SLOT + steps.slice(0, index + 1).reduce((sum, step) => sum + step, 0));
        let chain: Chain | undefined = chainAt();
        for (const slot of slots) chain = chain && stepTo(chain, slot);
        expect(hex(chain?.key)).toBe(hex(linkAt(chainAt(), slots.at(-1) ?? SLOT)));
      }),
    );
  });

  it('wipes the link it steps from, and never goes back', () => {
    const chain = chainAt();
    const before = hex(chain.key);
    const later = stepTo(chain, SLOT + 1);
    expect(later?.slot).toBe(SLOT + 1);
    expect(hex(later?.key)).not.toBe(before);
    expect(chain.key.every((byte) => byte === 0)).toBe(true);
    expect(later && stepTo(later, SLOT)).toBe(later);
    expect(() => later && linkAt(later, SLOT)).toThrow(RangeError);
  });

  it('ends', () => {
    const [last, over] = [chainAt(), chainAt()];
    expect(stepTo(last, last.end - 1)?.slot).toBe(last.end - 1);
    expect(stepTo(over, over.end)).toBeUndefined();
    expect(over.key.every((byte) => byte === 0)).toBe(true);
    expect(() => linkAt(chainAt(), SLOT + CHAIN_SLOTS + 1)).toThrow(RangeError);
  });
});

it('has the links and slot secrets of the vectors', async () => {
  const { key, slot, end, later, slot_secret, later_key, later_slot_secret, end_key } = vectors.chain;
  const chain = { kind: 'chain', slot, end, key: Uint8Array.from(Buffer.from(key, 'hex')) } as const;
  expect(hex(await slotSecretOf(chain, slot))).toBe(slot_secret);
  expect(hex(await slotSecretOf(chain, later))).toBe(later_slot_secret);
  expect(hex(linkAt(chain, end))).toBe(end_key);
  expect(hex(stepTo(chain, later)?.key)).toBe(later_key);
});

describe('a slot’s secret', () => {
  it('of a passphrase is there for every slot', async () => {
    const key = new Uint8Array(32).fill(7);
    expect(hex(await slotSecretOf({ kind: 'passphrase', key }, 5))).toBe(hex(await slotSecret(key, 5)));
  });

  it('of a chain is there from its slot to its end, and leaves the chain alone', async () => {
    const chain = chainAt();
    expect(hex(await slotSecretOf(chain, SLOT + 2))).toBe(hex(await slotSecret(linkAt(chainAt(), SLOT + 2), SLOT + 2)));
    expect(await slotSecretOf(chain, SLOT - 1)).toBeUndefined();
    expect(await slotSecretOf(chain, chain.end)).toBeUndefined();
    expect((await slotSecretOf(chain, chain.end - 1))?.byteLength).toBe(32);
    expect(hex(chain.key)).toBe(hex(chainAt().key));
  });
});

describe('a kept secret', () => {
  it('comes back as it was', () => {
    for (const secret of [chainAt(), { kind: 'passphrase', key: new Uint8Array(32).fill(1) } as const]) {
      expect(readSecret(keepSecret(secret))).toEqual(secret);
    }
  });

  it('moves on with the clock, one slot behind it, and only then changes', () => {
    const kept = keepSecret(chainAt());
    expect(movedOn(kept, SLOT - 9)).toBe(kept);
    expect(movedOn(kept, SLOT + 1)).toBe(kept);
    expect(movedOn(kept, SLOT + 2)).toEqual(
      keepSecret({ ...chainAt(), slot: SLOT + 1, key: linkAt(chainAt(), SLOT + 1) }),
    );
    expect(movedOn(kept, SLOT + CHAIN_SLOTS + 1)).toBeUndefined();
    const words = keepSecret({ kind: 'passphrase', key: new Uint8Array(32) });
    expect(movedOn(words, SLOT + 1_000_000)).toBe(words);
  });
});
