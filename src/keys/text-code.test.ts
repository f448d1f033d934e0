import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase32, encodeBase32 } from './base32.ts';
import { decodeText, encodeQr, encodeText, type TextKind } from './text-code.ts';

const content = Uint8Array.from({ length: 70 }, (_, index) => (index * 37) % 256);
const line = encodeText('invite', content);
const found = { ok: true, kind: 'invite', version: 1, content };
const failure = (text: string): string => {
  const result = decodeText(text);
  return result.ok ? 'found' : result.failure;
};
/** Changes the letter at `index` to another of the alphabet. */
const changed = (text: string, index: number): string =>
  text.slice(0, index) + (text.charAt(index) === '7' ? '8' : '7') + text.slice(index + 1);

describe('base32', () => {
  it('gives back what went in', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 99 }), (bytes) => {
        expect(decodeBase32(encodeBase32(bytes))).toEqual(bytes);
      }),
    );
  });

  it('has known answers', () => {
    expect(encodeBase32(Uint8Array.of())).toBe('');
    expect(encodeBase32(Uint8Array.of(0xff))).toBe('ZW');
    expect(encodeBase32(Uint8Array.from(Buffer.from('callseal')))).toBe('CDGPRV3KCNGPR');
  });
});

describe('a text', () => {
  it('gives back what went in, as a line and as a QR code', () => {
    const kinds: TextKind[] = ['invite', 'request', 'sealed'];
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.uint8Array({ maxLength: 300 }), (kind, bytes) => {
        for (const text of [encodeText(kind, bytes), encodeQr(kind, bytes)]) {
          expect(decodeText(text)).toEqual({ ok: true, kind, version: 1, content: bytes });
        }
      }),
    );
  });

  it('is one line that nothing takes for an address, and a QR code of the alphanumeric set', () => {
    expect(line).toMatch(/^CALLSEAL-INVITE(-[0-9A-Z]{1,8})+$/);
    expect(encodeQr('sealed', content)).toMatch(/^[0-9A-Z $%*+\-./:]+$/);
    expect(encodeQr('sealed', content)).not.toMatch(/[./:]/);
  });

  it.each([
    ['in lower case', line.toLowerCase()],
    ['between words', `Hi, here is the Callseal invite: ${line} see you at 5, Zoë`],
    ['behind a word of its own letters', `${line} SEE YOU AGAIN`],
    ['wrapped and quoted', `> ${line.replace(/.{40}/g, '$&\n> ')}\n> -- \n> Ada`],
    ['wrapped twice with tabs and bars', line.replace(/.{23}/g, '$&\r\n\t| > ')],
    ['wrapped within the mark', line.replace('INVITE', 'INV\n> ITE')],
    ['with typographic dashes', line.replaceAll('-', '—')],
    ['with soft hyphens, no-break spaces and invisible letters', line.replace(/.{9}/g, '$&\u00AD\u00A0\u200B\uFEFF')],
    ['in quotation marks and bold', `„**${line}**“`],
    ['in full width', line.replace(/[0-9A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))],
    ['behind another mention', `callseal-invite (paste this): ${line}`],
    ['behind a damaged one', `${changed(line, 40)} ${line}`],
  ])('is found %s', (_, text) => expect(decodeText(text)).toEqual(found));

  it('that lacks its end is cut short, wherever it was cut', () => {
    for (let length = 'CALLSEAL-INVITE-'.length; length < line.length - 1; length++) {
      expect(failure(line.slice(0, length)), String(length)).toBe('cut-short');
    }
  });

  it('that was changed anywhere is damaged, or no text of ours', () => {
    // The last letter is partly filler.
    for (let index = 0; index < line.length - 1; index++) {
      if (line.charAt(index) === '-') continue;
      expect(['damaged', 'cut-short', 'not-found'], String(index)).toContain(failure(changed(line, index)));
    }
    expect(failure(changed(line, 40))).toBe('damaged');
  });

  it('of one kind is not one of another', () => {
    expect(failure(line.replace('INVITE', 'REQUEST'))).toBe('damaged');
  });

  it('of a later version is known as such', () => {
    const later = 'CALLSEAL-INVITE-00006SGA-WB3G';
    expect(failure(later)).toBe('newer-version');
  });

  it.each(['', 'abacus zoom yogurt', 'https://meet.google.com/abc-defg-hij', 'Callseal'])(
    'is not found in %j',
    (text) => expect(failure(text)).toBe('not-found'),
  );

  it('is looked for in anything without failing', () => {
    const latin = fc.uint8Array().map((bytes) => String.fromCharCode(...bytes));
    fc.assert(fc.property(latin, (text) => failure(`CALLSEAL-INVITE${text}`).length > 0));
  });
});
