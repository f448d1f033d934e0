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
  ['\u3164\u115f\u1160\uffa0', ''],
  ['\u2800\u2800', ''],
  ['A\u034fda\u2800 B', 'Ada B'],
  ['\u0301\u0301', ''],
  ['Ada · screen', 'Ada screen'],
  ['Ada ·screen· ', 'Ada screen'],
  ['Ada • not sealed', 'Ada not sealed'],
  ['Gal·la 约翰·史密斯', 'Gal·la 约翰·史密斯'],
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
