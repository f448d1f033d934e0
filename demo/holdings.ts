/** Searches what the server holds for what a member's camera and microphone really sent. */

import { Reader } from '../test/support/reader.ts';
import type { HeldPackets, MediaKind } from '../test/support/sfu-packets.ts';
import { searchWindows, windowsOf } from '../test/support/windows.ts';
import { MEMBERS, type Member } from './cameras.ts';
import type { Figures, Holding } from './figures.ts';

/** Windows searched per member and kind. */
const WINDOWS = 400;
const KINDS = ['audio', 'video'] as const;

/** Gives a member's clear frames, and how many of the server's frames were opened for that. */
export type Clear = (member: Member, kind: MediaKind) => Promise<{ frames: Uint8Array[]; opened: number }>;

/** The clear frames come from the independent reader, which opens what the server holds with the passphrase. */
export function clearByPassphrase(held: HeldPackets, passphrase: string, meeting: string): Clear {
  const reader = new Reader(passphrase, 'localhost', meeting);
  return (member, kind) => {
    const opened = held.frames(member, kind).flatMap((frame) => reader.read(frame).clear ?? []);
    return Promise.resolve({ frames: opened, opened: opened.length });
  };
}

export async function holdingsOf(held: HeldPackets, clear: Clear): Promise<Figures['server']> {
  // First what was sent, then what the server holds: by then it has all of that.
  const sent = new Map<string, Awaited<ReturnType<Clear>>>();
  for (const member of MEMBERS) {
    for (const kind of KINDS) sent.set(`${kind} ${member}`, await clear(member, kind));
  }
  // Not in the outsider's packets: his microphone carries the same tone, and nobody seals it.
  const payloads = MEMBERS.flatMap((name) => KINDS.flatMap((kind) => held.packets(name, kind))).map(
    ({ payload }) => payload,
  );
  const holding = (member: Member, kind: MediaKind): Holding => {
    const { frames, opened } = sent.get(`${kind} ${member}`) ?? { frames: [], opened: 0 };
    return {
      packets: held.packets(member, kind).length,
      frames: held.frames(member, kind).length,
      opened,
      windows: searchWindows(windowsOf(spread(frames), WINDOWS), payloads),
    };
  };
  const of = (member: Member): Figures['server'][Member] => ({
    audio: holding(member, 'audio'),
    video: holding(member, 'video'),
  });
  return { Ada: of('Ada'), Bo: of('Bo') };
}

/** At most one frame for each window wanted, spread over the call. */
function spread(frames: readonly Uint8Array[]): Uint8Array[] {
  const step = Math.max(1, frames.length / WINDOWS);
  return frames.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}
