import { describe, expect, it } from 'vitest';
import type { TabView } from '../src/protocol/tab-view.ts';
import { QUIET_VIEW } from '../test/support/quiet-view.ts';
import { notesOf, warningsOf } from './warnings.ts';

function view(failures: Record<string, number>, opened: number, more: Partial<TabView> = {}): TabView {
  const lately = { opened, failures };
  const totals = {
    sealed: 1,
    opened: 30_000,
    failures: { 'missing-key': 1_503, 'not-sealed': 60 },
    members: 1,
    lately,
    now: lately,
  };
  return { ...QUIET_VIEW, state: 'sealed', on: true, hasKey: true, totals, ...more };
}

describe('warningsOf', () => {
  it('warns of another key once its frames are many, of both failures together', () => {
    expect(warningsOf(view({ 'missing-key': 25, 'bad-tag': 24 }, 0))).toEqual([]);
    expect(warningsOf(view({ 'missing-key': 25, 'bad-tag': 25 }, 0))).toEqual(['warn_foreign']);
  });

  it('does not warn for a twentieth or less of what was opened', () => {
    expect(warningsOf(view({ 'not-sealed': 50 }, 1001))).toEqual([]);
    expect(warningsOf(view({ 'not-sealed': 50 }, 1000))).toEqual(['warn_not_sealed']);
  });

  it('says nothing of what is over, nor of what came before there was a key, nor of a server’s own silence', () => {
    expect(warningsOf(view({}, 0))).toEqual([]);
    expect(warningsOf(view({ 'no-key': 500, blank: 500 }, 0))).toEqual([]);
  });

  it('says that nobody hears sound that is too large', () => {
    expect(warningsOf(view({ 'too-large': 50 }, 5_000))).toEqual(['warn_too_large']);
  });

  it('says of sound inside pictures what it is, and what is missing for it to be heard', () => {
    const mixed = { 'not-sealed': 500 };
    expect(warningsOf(view(mixed, 900, { ownSound: 'carried' }))).toEqual([]);
    expect(notesOf(view(mixed, 900, { ownSound: 'carried' }))).toEqual(['say_sound_in_pictures']);
    expect(warningsOf(view(mixed, 900, { ownSound: 'no-picture' }))).toEqual(['warn_sound_no_picture']);
    expect(notesOf(view(mixed, 900, { ownSound: 'no-picture' }))).toEqual([]);
    expect(warningsOf(view({}, 0, { playback: 'refused' }))).toEqual(['warn_sound_refused']);
    expect(warningsOf(view({}, 0, { playback: 'failed' }))).toEqual(['warn_sound_failed']);
  });

  it('passes on what the guards saw', () => {
    expect(warningsOf(view({}, 0, { spliced: true, clockDrift: true }))).toEqual(['warn_spliced', 'warn_clock']);
  });
});
