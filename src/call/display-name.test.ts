import fc from 'fast-check';
import { expect, it } from 'vitest';
import { displayName } from './display-name.ts';

it.each([
  ['Ada', 'Ada'],
  ['  Ada \n Lovelace ', 'Ada Lovelace'],
  ['Zoe\u0301', 'Zo\u00e9'],
  ['Ada\u202e\u2066\u200b\u0007', 'Ada'],
  ['\u202e', ''],
  ['Ada\t\u0000\tB.', 'Ada B.'],
  ['e\u200b\u0301', '\u00e9'],
  ['', ''],
  ['a'.repeat(80), 'a'.repeat(64)],
  ['é'.repeat(40), 'é'.repeat(32)],
])('%j is shown as %j', (text, name) => {
  expect(displayName(text)).toBe(name);
});

it('is short, seen, and the same when cleaned again, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const name = displayName(text);
      expect(new TextEncoder().encode(name).byteLength).toBeLessThanOrEqual(64);
      expect(name).not.toMatch(/[\p{C}\r\n]/u);
      expect(displayName(name)).toBe(name);
    }),
  );
});
