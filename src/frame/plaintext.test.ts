import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Scratch } from '../scratch.ts';
import { EXTENDED, PADDED } from './piece.ts';
import {
  AUDIO_STEP,
  decodePlaintext,
  type Extensions,
  encodeExtensions,
  encodePlaintext,
  formOf,
  type Plaintext,
} from './plaintext.ts';

const read = (form: number, ...bytes: number[]) => decodePlaintext(form, new Uint8Array(bytes));
const extended = (...extensions: number[]) => read(EXTENDED, 0, extensions.length, ...extensions, 7);

function thereAndBack(frame: Uint8Array, extensions: Extensions, step: number): Plaintext | undefined {
  const layout = { extensions: encodeExtensions(extensions), step };
  const plaintext = encodePlaintext(frame, layout, new Scratch());
  expect(plaintext.byteLength % step).toBe(0);
  return decodePlaintext(formOf(layout), plaintext);
}

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
          expect(thereAndBack(frame, extensions, step)).toEqual({ ...extensions, frame });
        },
      ),
    );
  });

  it('is read or refused, never thrown at, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.uint8Array({ maxLength: 40 }), (form, bytes) => {
        const decoded = read(form * PADDED, ...bytes);
        expect(decoded === undefined || decoded.frame.byteLength <= bytes.byteLength).toBe(true);
      }),
    );
  });

  it('is the frame where there is nothing else to say, and the same memory', () => {
    const frame = new Uint8Array([7, 8]);
    const plaintext = encodePlaintext(frame, { extensions: encodeExtensions({}), step: 1 }, new Scratch());
    expect(plaintext).toBe(frame);
    expect(decodePlaintext(0, plaintext)).toEqual({ frame });
  });

  it('refuses lengths beyond its end', () => {
    for (const bytes of [[], [0], [0, 1]]) expect(read(PADDED, ...bytes)).toBeUndefined();
    for (const bytes of [[], [0], [0, 1], [0, 2, 9], [0, 1, 1]]) expect(read(EXTENDED, ...bytes)).toBeUndefined();
    expect(read(PADDED | EXTENDED, 0, 1, 0, 0)).toBeUndefined();
    expect(read(PADDED | EXTENDED, 0, 1, 0, 0, 7)).toEqual({ frame: new Uint8Array([7]) });
  });

  it('skips extensions it does not know and cuts a name at a character', () => {
    expect(read(EXTENDED, 0, 6, 99, 1, 0, 1, 1, 2, 7)).toEqual({ role: 'screen', frame: new Uint8Array([7]) });
    expect(thereAndBack(new Uint8Array(1), { name: 'ü'.repeat(40) }, 1)?.name).toBe('ü'.repeat(32));
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
