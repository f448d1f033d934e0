import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generatePassphrase } from './generate.ts';
import { encodeInvite } from './invite.ts';
import { holdsInvite, partsWithPrint, printOf } from './key-in-text.ts';
import { normalise } from './normalise.ts';
import { encodeRequest, makeRequest } from './request.ts';
import { encodeQr, encodeText } from './text-code.ts';

const WORDS = 'abacus zoom yogurt unicorn tulip reprint';
const CALL = { service: 'meet', meeting: 'abc-defg-hij' };

describe('an invite in a text', () => {
  const call = fc.record({
    service: fc.constantFrom('meet', 'zoom', 'other:talk.example.org'),
    meeting: fc.constantFrom('', 'abc-defg-hij', 'x'.repeat(900), '会議 🎺'),
  });
  const secret = fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .chain((key) =>
      fc.constantFrom({ kind: 'passphrase', key } as const, { kind: 'chain', key, slot: 7, end: 99 } as const),
    );
  const line = fc
    .tuple(call, secret, fc.constantFrom(1, 2), fc.boolean())
    .map(([name, held, version, qr]) =>
      (qr ? encodeQr : encodeText)('invite', encodeInvite({ call: name, slot: 7, secret: held }), version as 1 | 2),
    );

  it('is found however it is written, and cut short', () => {
    fc.assert(
      fc.property(
        line,
        fc.string(),
        fc.string(),
        fc.constantFrom('', ' ', '\n> ', '\u200b'),
        (text, before, after, gap) => {
          expect(holdsInvite(`${before} ${text} ${after}`)).toBe(true);
          expect(holdsInvite(Array.from(text.toLowerCase()).join(gap))).toBe(true);
          expect(holdsInvite(text.slice(0, 40))).toBe(true);
        },
      ),
    );
  });

  it('is nothing that people say, and no request', async () => {
    for (const said of [
      'Callseal invite: on its way to you by mail',
      'callseal-invite 07:30 tomorrow?',
      'CALLSEAL-INVITE-',
      'CALLSEAL-INVITE-000 is what it begins with',
      'What is a Callseal invite? 000 ideas',
    ])
      expect(holdsInvite(said), said).toBe(false);
    const request = encodeRequest(await makeRequest(CALL, 7));
    expect(holdsInvite(encodeText('request', request))).toBe(false);
    expect(holdsInvite(encodeText('sealed', request))).toBe(false);
  });
});

describe('the words in use in a text', () => {
  it('are found however they are written, among others', () => {
    const gap = fc.constantFrom(' ', '  ', '\n', ', ', '-', ' 1. ', '');
    fc.assert(
      fc.property(
        fc.constantFrom('en', 'de'),
        fc.array(fc.lorem()),
        fc.array(fc.lorem()),
        gap,
        (language, before, after, between) => {
          const words = generatePassphrase(language as 'en' | 'de');
          const written = words.split(' ').join(between);
          const text = [...before, `"${written.toUpperCase()}"`, ...after].join(' ');
          expect(partsWithPrint(text, printOf(words))).toContain(normalise(words));
        },
      ),
      { numRuns: 50 },
    );
    expect(partsWithPrint('My key: ab\u0301acus Zoom, yogurt; unicorn\ntulip reprint!', printOf(WORDS))).toHaveLength(
      1,
    );
  });

  it('are not found before their last letter', () => {
    for (let letters = 0; letters < WORDS.length; letters++)
      expect(partsWithPrint(WORDS.slice(0, letters), printOf(WORDS))).toEqual([]);
    expect(partsWithPrint(WORDS.split(' ').toReversed().join(' '), printOf(WORDS))).toEqual([]);
  });

  it('have a print of 16 bits, which one part of 65,536 has by chance', () => {
    const print = { letters: 6, sum: printOf(WORDS).sum };
    const text = Array.from({ length: 196_608 }, (_, index) => (100_000 + index).toString()).join(' ');
    const found = partsWithPrint(text, print).length;
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(20);
    for (const words of [WORDS, 'x', 'ä'.repeat(300)]) expect(printOf(words).sum).toBeLessThan(65_536);
  });
});
