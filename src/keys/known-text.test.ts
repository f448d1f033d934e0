import { describe, expect, it } from 'vitest';
import { generatePassphrase } from './generate.ts';
import { type Known, knownFragments, knownReason } from './known-text.ts';
import { WORD_LANGUAGES } from './word-lists.ts';

const MEET: Known = {
  address: 'https://meet.google.com/abc-defg-hij?authuser=1',
  title: 'Weekly team meeting – Google Meet',
  names: ['Google Meet', 'abc-defg-hij'],
  page: '',
};
const ROOM: Known = {
  address: 'https://meet.jit.si/FalkenseeKanzleiMaerz',
  title: 'FalkenseeKanzleiMaerz | Jitsi Meet',
  names: ['Jitsi Meet', 'meet.jit.si/falkenseekanzleimaerz'],
  page: '',
};
const DRAWN = 'abacus zoom yogurt unicorn tulip reprint';

describe('what the service knows is refused with its reason', () => {
  it.each([
    ['https://meet.google.com/abc-defg-hij', MEET, 'known'],
    ['HTTPS://Meet.Google.com/ABC-DEFG-HIJ', MEET, 'known'],
    ['meet.google.com/abc-defg-hij', MEET, 'known'],
    ['abc-defg-hij', MEET, 'known'],
    ['abcdefghij', MEET, 'known'],
    ['xyz-abcd-efg', MEET, 'known'],
    ['weekly team meeting', MEET, 'known'],
    ['Weekly team meeting 2026', MEET, 'known'],
    ['googlemeet abc-defg-hij', MEET, 'known'],
    ['falkensee kanzlei märz', ROOM, 'known'],
    ['FalkenseeKanzleiMaerz!7', ROOM, 'known'],
    ['https://meet.google.com/zzz-yyyy-xxx', MEET, 'link'],
    ['https://us02web.zoom.us/j/82345678901?pwd=UmFuZG9tUGFzc2NvZGVUb2tlbg.1', MEET, 'link'],
    ['us02web.zoom.us/j/82345678901', MEET, 'link'],
    ['https://teams.microsoft.com/l/meetup-join/19%3ameeting_NjQ1YzE2ZDUt%40thread.v2/0', MEET, 'known'],
    ['whereby.com/kanzlei-mueller', MEET, 'link'],
    ['www.kanzlei-mueller.de', MEET, 'link'],
    ['anna.schmidt@kanzlei-mueller.de', MEET, 'link'],
    ['Ada is inviting you to a scheduled meeting. Meeting ID: 823 4567 8901 Passcode: 4xK9qz', MEET, 'invitation'],
    ['Besprechungs-ID: 345 123 987 12 Kenncode: aB3xQ7', MEET, 'invitation'],
    ['Jetzt an der Besprechung teilnehmen', MEET, 'invitation'],
    ['Ada lädt Sie zu einem geplanten Meeting ein', MEET, 'invitation'],
    ['823 4567 8901', MEET, 'number'],
    ['PIN: 482 913 774#', MEET, 'number'],
    ['Meeting-Nummer 2731 402 9981', MEET, 'number'],
    ['+49 30 1234567890', MEET, 'number'],
    ['20491 83746 55012 99381', MEET, 'number'],
  ] as const)('%j', (text, known, reason) => expect(knownReason(text, known)).toBe(reason));

  it('what stands in the page, drawn words in its chat too', () => {
    const page = `Ada 10:32\nUse this:\n${DRAWN.toUpperCase()}\nBo 10:33\nThanks. vK7-qX2-mW9-tR4`;
    expect(knownReason(DRAWN, { ...MEET, page })).toBe('on-page');
    expect(knownReason('vK7 qX2 mW9 tR4', { ...MEET, page })).toBe('on-page');
    expect(knownReason('uncross zoom yogurt unicorn tulip reprint', { ...MEET, page })).toBeUndefined();
  });

  it('a room that is named by drawn words', () => {
    const address = `https://meet.jit.si/${DRAWN.replace(/ /g, '')}`;
    expect(knownReason(DRAWN, { ...ROOM, address })).toBe('known');
  });
});

it('what it does not know is not refused', () => {
  for (const text of ['vK7.qX2@mW9/tR4', 'tr4mwqx2vk7zz9hq', DRAWN, DRAWN.replace(/ /g, '.'), DRAWN.replace(/ /g, '/')])
    expect(knownReason(text, MEET), text).toBeUndefined();
  for (let drawn = 0; drawn < 200; drawn++)
    for (const language of WORD_LANGUAGES) expect(knownReason(generatePassphrase(language), MEET)).toBeUndefined();
});

it('tells of what a text may be made, the longest first', () => {
  expect(knownFragments(MEET)).toEqual([
    'weeklyteammeetinggooglemeet',
    'googlemeet',
    'abcdefghij',
    'authuser',
    'meeting',
    'google',
    'weekly',
    'https',
    'meet',
    'defg',
    'team',
  ]);
  expect(knownFragments({ ...MEET, address: 'https://a.example/%zz' })).toContain('example');
});
