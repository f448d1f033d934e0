import { describe, expect, it } from 'vitest';
import { encodeText } from '../src/keys/text-code.ts';
import { isPasted } from './pasted.ts';

const CONTENT = Uint8Array.from({ length: 60 }, (_, index) => index * 7);
const INVITE = encodeText('invite', CONTENT);

describe('isPasted', () => {
  it.each(['', 'unlatch cupbearer stitch', 'Call Me Maybe 1999', 'ABACUS-ZOOM-YOGURT-UNICORN-TULIP-REPRINT'])(
    'leaves %j to be a passphrase',
    (text) => {
      expect(isPasted(text)).toBe(false);
    },
  );

  it.each([`Here it is:\n> ${INVITE}\nsee you`, encodeText('sealed', CONTENT), encodeText('request', CONTENT)])(
    'knows %j',
    (text) => {
      expect(isPasted(text)).toBe(true);
    },
  );

  it('never takes a part of a line of ours for a passphrase', () => {
    for (let end = 8; end < INVITE.length; end++)
      expect(isPasted(INVITE.slice(0, end)), INVITE.slice(0, end)).toBe(true);
    for (let start = 1; start < INVITE.length / 2; start++) {
      expect(isPasted(INVITE.slice(start)), INVITE.slice(start)).toBe(true);
    }
  });
});
