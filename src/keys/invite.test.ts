import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/callseal-v1.json' with { type: 'json' };
import { CHAIN_SLOTS, type Chain, linkAt, newChain } from './chain.ts';
import { decodeInvite, encodeInvite, INVITE_SLOTS, type Invite, inviteTo, refuseInvite } from './invite.ts';
import { safetyCode } from './safety-code.ts';
import { decodeText, encodeQr, encodeText } from './text-code.ts';

const SLOT = 5_879_664;
const MEET = { service: 'meet', meeting: 'abc-defg-hij' };
const ZOOM = { service: 'zoom', meeting: '' };
const chain: Chain = { kind: 'chain', slot: SLOT - 1, end: SLOT + 100, key: new Uint8Array(32).fill(9) };
const passphrase = { kind: 'passphrase', key: new Uint8Array(32).fill(4) } as const;
const made = (invite: Invite | undefined): Invite => {
  if (!invite) throw new Error('no invite was made');
  return invite;
};

describe('an invite', () => {
  it('comes through a messenger as it was', () => {
    const name = fc.record({
      service: fc.string(),
      meeting: fc.constantFrom('', 'abc-defg-hij', 'meet.jit.si/Žižkov', '会議 🎺'),
    });
    const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const left = fc.integer({ min: 1, max: CHAIN_SLOTS });
    fc.assert(
      fc.property(name, key, fc.nat(), left, fc.boolean(), (callName, bytes, slot, more, isChain) => {
        const secret = isChain
          ? ({ kind: 'chain', slot, end: slot + more, key: bytes } as const)
          : ({ kind: 'passphrase', key: bytes } as const);
        const invite: Invite = { call: callName, slot, secret };
        const read = decodeText(`> ${encodeText('invite', encodeInvite(invite))}\n> see you`);
        expect(read.ok && decodeInvite(read.content)).toEqual(invite);
      }),
    );
  });

  it('carries the link of its own slot and nothing older', async () => {
    const invite = made(inviteTo(MEET, chain, SLOT + 3));
    expect(invite.secret).toEqual({ ...chain, slot: SLOT + 3, key: linkAt(chain, SLOT + 3) });
    expect(await safetyCode(invite.secret)).toEqual(await safetyCode(chain));
    expect(inviteTo(MEET, chain, SLOT - 2)).toBeUndefined();
    expect(inviteTo(MEET, chain, chain.end)).toBeUndefined();
    expect(inviteTo(ZOOM, passphrase, SLOT)).toEqual({ call: ZOOM, slot: SLOT, secret: passphrase });
  });

  it('is that of the vectors', () => {
    const key = (digits: string) => Uint8Array.from(Buffer.from(digits, 'hex'));
    const secrets = [
      [vectors.chain_invite, { kind: 'chain', slot: SLOT, end: vectors.chain.end, key: key(vectors.chain.key) }],
      [vectors.passphrase_invite, { kind: 'passphrase', key: key(vectors.call_secret) }],
    ] as const;
    for (const [{ content, line, qr }, secret] of secrets) {
      const bytes = encodeInvite({ call: MEET, slot: SLOT, secret });
      expect(Buffer.from(bytes).toString('hex')).toBe(content);
      expect(encodeText('invite', bytes)).toBe(line);
      expect(encodeQr('invite', bytes)).toBe(qr);
    }
  });

  it('of another form is none', () => {
    const good = encodeInvite(made(inviteTo(MEET, newChain(SLOT), SLOT)));
    expect(decodeInvite(good)).toBeDefined();
    for (let length = 0; length < good.byteLength; length++) {
      expect(decodeInvite(good.subarray(0, length)), String(length)).toBeUndefined();
    }
    expect(decodeInvite(Uint8Array.of(...good, 0))).toBeUndefined();
    const at = good.byteLength - 32;
    const withBytes = (offset: number, ...bytes: number[]): Uint8Array => {
      const changed = good.slice();
      changed.set(bytes, offset);
      return changed;
    };
    expect(decodeInvite(withBytes(at - 2, 0xff, 0xff)), 'a chain that lasts too long').toBeUndefined();
    expect(decodeInvite(withBytes(at - 2, 0, 0)), 'a chain without a slot').toBeUndefined();
    expect(decodeInvite(withBytes(at - 11, 2)), 'another kind').toBeUndefined();
    expect(decodeInvite(withBytes(at - 11, 0)), 'a passphrase that ends').toBeUndefined();
    expect(decodeInvite(withBytes(at - 10, 0xff)), 'a slot that is no integer').toBeUndefined();
    expect(decodeInvite(withBytes(2, 0xff)), 'a service that is no text').toBeUndefined();
  });
});

describe('an invite is refused', () => {
  const invite: Invite = { call: MEET, slot: SLOT, secret: { ...chain, slot: SLOT, end: SLOT + CHAIN_SLOTS } };
  it.each([
    ['not in its own slot', invite, MEET, SLOT, undefined],
    ['not 24 hours later', invite, MEET, SLOT + INVITE_SLOTS, undefined],
    ['after 24 hours', invite, MEET, SLOT + INVITE_SLOTS + 1, 'expired'],
    ['not by a clock one slot behind', invite, MEET, SLOT - 1, undefined],
    ['by a clock further behind', invite, MEET, SLOT - 2, 'clock'],
    ['in another meeting', invite, { ...MEET, meeting: 'xyz-wxyz-xyz' }, SLOT, 'other-meeting'],
    ['in another service', invite, ZOOM, SLOT, 'other-service'],
    [
      'when its chain is over',
      { ...invite, secret: { ...chain, slot: SLOT, end: SLOT + 5 } },
      MEET,
      SLOT + 5,
      'expired',
    ],
    ['after 24 hours, of a passphrase', { ...invite, secret: passphrase }, MEET, SLOT + INVITE_SLOTS + 1, 'expired'],
  ] as const)('%s', (_, which, call, nowSlot, failure) => expect(refuseInvite(which, call, nowSlot)).toBe(failure));
});
