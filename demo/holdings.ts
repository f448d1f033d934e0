/** Searches what the server holds for what a member's camera and microphone really sent. */

import { Reader } from '../test/support/reader.ts';
import type { HeldPackets, MediaKind } from '../test/support/sfu-packets.ts';
import { searchWindows, windowsOf } from '../test/support/windows.ts';
import { type Member, NAMES } from './cameras.ts';
import type { Figures, Holding } from './figures.ts';

/** Windows searched per member and kind. */
const WINDOWS = 400;

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
  const holding = async (member: Member, kind: MediaKind): Promise<Holding> => {
    // First what was sent, then what the server holds: by then it has all of that.
    const { frames, opened } = await clear(member, kind);
    const payloads = NAMES.flatMap((name) => [...held.packets(name, 'audio'), ...held.packets(name, 'video')]);
    return {
      packets: held.packets(member, kind).length,
      frames: held.frames(member, kind).length,
      opened,
      windows: searchWindows(
        windowsOf(frames, WINDOWS),
        payloads.map(({ payload }) => payload),
      ),
    };
  };
  const of = async (member: Member): Promise<Figures['server'][Member]> => ({
    audio: await holding(member, 'audio'),
    video: await holding(member, 'video'),
  });
  return { Ada: await of('Ada'), Bo: await of('Bo') };
}
