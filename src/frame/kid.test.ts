import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packKid, unpackKid } from './kid.ts';

describe('the KID', () => {
  it('packs and unpacks', () => {
    fc.assert(
      fc.property(
        fc.record({
          slotByte: fc.nat(255),
          hint: fc.nat(15),
          participant: fc.bigInt(0n, 2n ** 48n - 1n),
          stream: fc.nat(15),
        }),
        (kid) => {
          expect(unpackKid(packKid(kid))).toEqual(kid);
        },
      ),
    );
  });
});
