/** The site says what the repository says, and no link of it, nor of the Markdown that it is made from, leads nowhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { addressOf, pageOf } from '../../scripts/site/page.ts';
import { securityTxt } from '../../scripts/site/security-txt.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = ['.', 'docs', 'store-assets'].flatMap((folder) =>
  readdirSync(root + folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => posix.normalize(`${folder}/${name}`)),
);
const pages = new Set(files);
const made = new Map(
  files.map((path) => {
    const others: string[] = [];
    const { html } = pageOf(path, readFileSync(root + path, 'utf8'), pages, (file) => others.push(file));
    return [addressOf(path), { path, html, others }];
  }),
);

describe.each(Array.from(made))('%s', (address, { html, others }) => {
  it('leads to pages, headings and files that are there', () => {
    expect(others.filter((file) => !existsSync(root + file))).toEqual([]);
    const folder = posix.dirname(address);
    const broken = Array.from(html.matchAll(/<a href="([^"]*)"/g), ([, href = '']) => href)
      .filter((href) => !/^[a-z]+:/i.test(href))
      .filter((href) => {
        const [file = '', fragment] = href.split('#');
        const target = made.get(file === '' ? address : posix.normalize(posix.join(folder, file)));
        if (!target) return !existsSync(root + posix.normalize(posix.join(folder, file)));
        return fragment !== undefined && !target.html.includes(`id="${decodeURIComponent(fragment)}"`);
      });
    expect(broken).toEqual([]);
  });

  it('has one main heading, a language, and no script', () => {
    expect(html.match(/<h1 /g)).toHaveLength(1);
    expect(html).toMatch(/<html lang="(?:en|de)">/);
    expect(html).not.toMatch(/<script|<iframe| on\w+=/i);
  });
});

it('has the papers that stores and authorities ask for', () => {
  for (const page of ['PRIVACY.html', 'PRIVACY.de.html', 'SECURITY.html', 'SUPPORT.html', 'docs/accessibility.html'])
    expect(made.has(page), page).toBe(true);
});

it('finds a link that leads nowhere', () => {
  const others: string[] = [];
  pageOf('docs/x.md', '# X\n\n[gone](../gone.md) ![no](no.png)', pages, (file) => others.push(file));
  expect(others).toEqual(['gone.md', 'docs/no.png']);
});

it('has a security.txt as RFC 9116 wants it, for less than a year', () => {
  const now = Date.UTC(2026, 11, 1);
  const text = securityTxt('mailto:security@callseal.example', 'https://callseal.example', now);
  expect(text).toMatch(/^Contact: mailto:security@callseal\.example$/m);
  expect(text).toMatch(/^Canonical: https:\/\/callseal\.example\/\.well-known\/security\.txt$/m);
  const expires = Date.parse(/^Expires: (.+)$/m.exec(text)?.[1] ?? '');
  expect(expires).toBeGreaterThan(now);
  expect(expires - now).toBeLessThan(365 * 86_400_000);
  expect(() => securityTxt('me', 'https://callseal.example', now)).toThrow('--contact');
  expect(() => securityTxt('mailto:a@b.example', 'http://callseal.example', now)).toThrow('--at');
});
