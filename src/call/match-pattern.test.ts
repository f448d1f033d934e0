import { expect, it } from 'vitest';
import { covers } from './match-pattern.ts';

it.each([
  ['https://talk.example/*', 'https://talk.example', true],
  ['https://talk.example/*', 'https://talk.example:8443', true],
  ['https://talk.example/*', 'http://talk.example', false],
  ['https://talk.example/*', 'https://a.talk.example', false],
  ['https://*.talk.example/*', 'https://a.b.talk.example', true],
  ['https://*.talk.example/*', 'https://talk.example', true],
  ['https://*.talk.example/*', 'https://nottalk.example', false],
  ['https://*/*', 'https://any.example', true],
  ['https://*/*', 'http://any.example', false],
  ['*://*/*', 'http://any.example', true],
  ['<all_urls>', 'https://any.example', false],
])('%s covers %s: %s', (pattern, origin, covered) => {
  expect(covers(pattern, new URL(origin))).toBe(covered);
});
