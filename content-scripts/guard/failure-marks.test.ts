import { describe, expect, it } from 'vitest';
import { forgetFailures, hasFailure, type Notes } from './failure-marks.ts';

const NAMES = ['WebRTC_Failed'];
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

function notesOf(items: Readonly<Record<string, string>>): Notes & { readonly items: Map<string, string> } {
  const map = new Map(Object.entries(items));
  return {
    items: map,
    get length() {
      return map.size;
    },
    key: (index) => Array.from(map.keys())[index] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  };
}

describe('a failure that a client has noted', () => {
  it.each([
    ['an item of its own', { WebRTC_Failed: '1', other: 'x' }, { other: 'x' }],
    ['in JSON', { notes: '{"WebRTC_Failed":true,"a":1}' }, { notes: '{"a":1}' }],
    [
      'in JSON in base64url',
      { [base64url('easy-1')]: base64url('{"userName":"Jürgen ÿþ","WebRTC_Failed":true}') },
      { [base64url('easy-1')]: base64url('{"userName":"Jürgen ÿþ"}') },
    ],
  ])('is found and taken away: %s', (_, before, after) => {
    const notes = notesOf(before);
    expect(hasFailure(notes, NAMES)).toBe(true);
    forgetFailures(notes, NAMES);
    expect(hasFailure(notes, NAMES)).toBe(false);
    expect(Object.fromEntries(notes.items)).toEqual(after);
  });

  it('is not seen in what says otherwise, and nothing of that is changed', () => {
    const items = {
      callseal: 'on',
      text: 'WebRTC_Failed',
      number: '7',
      list: '["WebRTC_Failed"]',
      not: '{"WebRTC_Failed":false}',
      bytes: '_-8',
    };
    const notes = notesOf(items);
    expect(hasFailure(notes, NAMES)).toBe(false);
    forgetFailures(notes, NAMES);
    expect(Object.fromEntries(notes.items)).toEqual({ ...items, not: '{}' });
  });
});
