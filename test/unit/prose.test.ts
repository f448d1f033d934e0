/** Short sentences, and the words that readers use: CONTRIBUTING, "Words that users read". */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(root + path, 'utf8');

/** Words in a text of the interface, at most. */
const MOST_SHOWN = 25;
/** In papers, which explain. */
const MOST_WRITTEN = 32;

const NEVER_SHOWN: Readonly<Record<string, RegExp>> = {
  en: /\b(?:pictures?|sounds?|in clear|unsealed|whoever|somebody|anybody|on another way|to be had|taken back|take back|of its own|remembered|cannot|do not|is not)\b/i,
  de: /\b(?:Meetings?|Gespräche?|gemerkte?n?|merken|unversiegelt|Klartext)\b|zurück(?:nehm|genomm|hol|geholt)/i,
};
/** Words of those who build it. They have their place in the details. */
const NOT_FOR_EVERYBODY = /\b(?:frames?|tabs?|bits?|clients?|workers?)\b/i;
const IN_THE_DETAILS = /^(?:count|details|failure|stream)_/;

const NEVER_WRITTEN =
  /on another way|to be had|whoever calls himself|nothing else to do|who reads and sends at the pace|it is to be noted|in order to|utili[sz]e|leverage|please note/i;

/**
 * Papers with older, longer sentences, and how many are left of them: they may become fewer.
 * Whoever rewrites one lowers its number.
 */
const LEFT: Readonly<Record<string, number>> = {
  'ARCHITECTURE.md': 2,
  'CHANGELOG.md': 2,
  'docs/benchmark.md': 1,
  'docs/codecs.md': 1,
  'docs/frame-format.md': 6,
  'store-assets/permissions.md': 1, // a list of hosts
};

function sentences(text: string): string[] {
  return text
    .split(/(?<=[.:;!?])["”“)*_]*\s+|\n{2,}/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

const long = (text: string, most: number): string[] =>
  sentences(text).filter((sentence) => sentence.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length > most);

/** A paper without its tables, code, headings and lists' marks: each item of a list is a paragraph. */
function prose(markdown: string): string {
  return markdown
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/^(?: {4}|\t|\|).*$/gm, '')
    .replace(/^#.*$/gm, '\n')
    .replace(/^\s*(?:[-*]|\d+\.)\s+/gm, '\n\n')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`[^`]*`/g, 'x');
}

describe.each(['en', 'de'])('texts in %s', (language) => {
  const messages = JSON.parse(read(`_locales/${language}/messages.json`)) as Record<string, { message: string }>;
  const texts = Object.entries(messages)
    .filter(([name]) => !name.startsWith('emoji_'))
    .map(([name, { message }]) => [name, message.replace(/\$\w+\$/g, 'X')] as const);

  it('have short sentences', () => {
    expect(texts.flatMap(([name, message]) => long(message, MOST_SHOWN).map((found) => `${name}: ${found}`))).toEqual(
      [],
    );
  });

  it('have the words that users use', () => {
    const found = texts.filter(([, message]) => NEVER_SHOWN[language]?.test(message)).map(([name]) => name);
    expect(found).toEqual([]);
  });

  it('leave the words of those who build it to the details', () => {
    const found = texts.filter(([name, message]) => !IN_THE_DETAILS.test(name) && NOT_FOR_EVERYBODY.test(message));
    expect(found.map(([name]) => name)).toEqual([]);
    expect(texts.some(([name, message]) => IN_THE_DETAILS.test(name) && NOT_FOR_EVERYBODY.test(message))).toBe(true);
  });
});

const papers = ['.', 'docs', 'store-assets', 'store-assets/listing']
  .flatMap((folder) => readdirSync(root + folder).map((name) => (folder === '.' ? name : `${folder}/${name}`)))
  .filter((name) => name.endsWith('.md'));

describe.each(papers)('%s', (path) => {
  const text = prose(read(path));

  it('has sentences that can be read once', () => {
    const found = long(text, MOST_WRITTEN);
    const left = LEFT[path] ?? 0;
    expect(found.length, found.join('\n\n')).toBeLessThanOrEqual(left);
  });

  it('has none of the phrases that are no English', () => {
    // CONTRIBUTING names some of them to say so.
    if (path !== 'CONTRIBUTING.md') expect(NEVER_WRITTEN.exec(text)?.[0]).toBeUndefined();
  });
});

it('finds what it looks for', () => {
  expect(long(`${'word '.repeat(26)}.`, MOST_SHOWN)).toHaveLength(1);
  expect(long('One. Two words: three more; end.', 3)).toEqual([]);
  expect(NEVER_SHOWN.en?.test('Your sound leaves in clear')).toBe(true);
  expect(NEVER_SHOWN.de?.test('Gemerkte Schlüssel')).toBe(true);
  expect(NEVER_WRITTEN.test('Say it on another way')).toBe(true);
  expect(prose('# Head\n\n| a | b |\n\n    code\n\n- item `x` [name](y.md)')).toMatch(/^\s+item x name$/);
});
