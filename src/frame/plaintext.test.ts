import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUDIO_STEP, decodePlaintext, encodePlaintext } from './plaintext.ts';

const read = (...bytes: number[]) => decodePlaintext(new Uint8Array(bytes));
const extended = (...extensions: number[]) => read(2, 0, extensions.length, ...extensions, 7);

describe('the plaintext', () => {
  it('comes back, padded or not, with what it was sent with', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 600 }),
        fc.constantFrom(1, AUDIO_STEP),
        fc.option(fc.constantFrom('microphone', 'camera', 'screen', 'screen-audio'), { nil: undefined }),
        fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }), { nil: undefined }),
        (frame, step, role, name) => {
          const short = name !== undefined && new TextEncoder().encode(name).byteLength <= 64 ? name : undefined;
          const extensions = { ...(role && { role }), ...(short && { name: short }) };
          const plaintext = encodePlaintext(frame, extensions, step);
          expect(plaintext.byteLength % step).toBe(0);
          expect(decodePlaintext(plaintext)).toEqual({ ...extensions, frame });
        },
      ),
    );
  });

  it('is read or refused, never thrown at, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.uint8Array({ maxLength: 40 }), (flags, rest) => {
        const decoded = decodePlaintext(new Uint8Array([flags, ...rest]));
        expect(decoded === undefined || decoded.frame.byteLength <= rest.byteLength).toBe(true);
      }),
    );
  });

  it('refuses reserved flags and lengths beyond its end', () => {
    for (const bytes of [[], [4], [0x80], [1, 0], [1, 0, 9], [2, 0], [2, 0, 9], [2, 0, 2, 1, 9], [2, 0, 1, 1]]) {
      expect(decodePlaintext(new Uint8Array(bytes))).toBeUndefined();
    }
  });

  it('skips extensions it does not know and cuts a name at a character', () => {
    const known = decodePlaintext(new Uint8Array([2, 0, 6, 99, 1, 0, 1, 1, 2, 7]));
    expect(known).toEqual({ role: 'screen', frame: new Uint8Array([7]) });
    const name = 'ü'.repeat(40);
    expect(decodePlaintext(encodePlaintext(new Uint8Array(1), { name }, 1))?.name).toBe('ü'.repeat(32));
  });
});

describe('an extension', () => {
  it('of a type that is not known is skipped', () => {
    expect(extended(99, 1, 0, 1, 1, 2)).toEqual({ role: 'screen', frame: new Uint8Array([7]) });
    expect(extended(99, 0)).toEqual({ frame: new Uint8Array([7]) });
  });

  it('with a role that is not known says nothing', () => {
    expect(extended(1, 1, 200)).toEqual({ frame: new Uint8Array([7]) });
  });

  it('that breaks the format refuses the whole', () => {
    expect(extended(1)).toBeUndefined(); // no length
    expect(extended(99, 2, 0)).toBeUndefined(); // ends early
    expect(extended(1, 0)).toBeUndefined(); // a role is one byte
    expect(extended(1, 2, 0, 0)).toBeUndefined();
    expect(extended(2, 65, ...Array.from({ length: 65 }, () => 0x61))).toBeUndefined(); // a name is at most 64 bytes
    expect(extended(2, 2, 0xc3, 0x28)).toBeUndefined(); // and UTF-8
  });
});
