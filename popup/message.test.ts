import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeText, encodeText } from '../src/keys/text-code.ts';

interface Entry {
  readonly message: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}

const STORE = 'https://clients2.google.com/service/update2/crx';
const CONTENT = Uint8Array.from({ length: 60 }, (_, index) => index * 7);
const SHARED = { text: encodeText('invite', CONTENT), qr: '', until: Date.UTC(2026, 0, 2, 12) };

const texts = vi.hoisted(() => ({ of: {} as Readonly<Record<string, Entry>> }));
vi.mock('webextension-polyfill', () => ({
  default: {
    runtime: { id: 'abcdefghijklmnopabcdefghijklmnop', getManifest: () => ({ update_url: STORE }) },
    i18n: {
      getMessage: (key: string, values: readonly string[]) =>
        (texts.of[key]?.message ?? '').replace(
          /\$(\w+)\$/g,
          (_, name: string) =>
            values[Number(texts.of[key]?.placeholders?.[name.toLowerCase()]?.content.slice(1)) - 1] ?? '',
        ),
    },
  },
}));
const { messageWith } = await import('./message.ts');

describe.each(['en', 'de'])('the message in %s', (language) => {
  beforeEach(() => {
    texts.of = JSON.parse(
      readFileSync(new URL(`../_locales/${language}/messages.json`, import.meta.url), 'utf8'),
    ) as Record<string, Entry>;
  });

  it('is taken as a whole, whatever stands around it', () => {
    const message = messageWith(SHARED);
    for (const text of [message, `Ada, 10:32\n${message}`, message.replaceAll('\n', ' '), `> ${message} <`]) {
      expect(decodeText(text)).toEqual({ ok: true, kind: 'invite', version: 1, content: CONTENT });
    }
  });

  it('says where to get Callseal, which button to press, until when, and where not to send it', () => {
    const message = messageWith(SHARED);
    expect(message).toContain(
      'https://chromewebstore.google.com/detail/abcdefghijklmnopabcdefghijklmnop (Chrome, Edge)',
    );
    expect(message).toContain('https://addons.mozilla.org/addon/callseal%40callseal.example/ (Firefox)');
    expect(message).toContain(texts.of.way_invited?.message);
    expect(message).toMatch(/Friday|Freitag/);
    expect(message).toMatch(/chat/i);
    expect(message).not.toMatch(/\$/);
  });

  it('spells our mark once alone: the page is searched for what stands behind it', () => {
    const letters = messageWith(SHARED)
      .toLowerCase()
      .replace(/[^a-z]/g, '');
    expect(letters.split('callsealinvite')).toHaveLength(2);
  });
});
