/** Searches what the server holds for what a member's camera and microphone really sent. */

import { Reader } from '../test/support/reader.ts';
import type { HeldPackets, MediaKind } from '../test/support/sfu-packets.ts';
import { searchWindows, windowsOf } from '../test/support/windows.ts';
import { type MEMBERS, NAMES } from './cameras.ts';
import type { Figures, Holding } from './figures.ts';

/** Windows searched per member and kind. */
const WINDOWS = 400;

type Clear = (member: (typeof MEMBERS)[number], kind: MediaKind) => Promise<{ frames: Uint8Array[]; opened: number }>;

/** The clear frames come from the independent reader, which opens what the server holds with the passphrase. */
export function clearByPassphrase(held: HeldPackets, passphrase: string, meeting: string): Clear {
  const reader = new Reader(passphrase, 'localhost', meeting);
  return (member, kind) => {
    const opened = held.frames(member, kind).flatMap((frame) => reader.read(frame).clear ?? []);
    return Promise.resolve({ frames: opened, opened: opened.length });
  };
}

export async function holdingsOf(held: HeldPackets, clear: Clear): Promise<Figures['server']> {
  const payloads = NAMES.flatMap((name) => [...held.packets(name, 'audio'), ...held.packets(name, 'video')]).map(
    ({ payload }) => payload,
  );
  const holding = async (member: (typeof MEMBERS)[number], kind: MediaKind): Promise<Holding> => {
    const { frames, opened } = await clear(member, kind);
    return {
      packets: held.packets(member, kind).length,
      frames: held.frames(member, kind).length,
      opened,
      windows: searchWindows(windowsOf(frames, WINDOWS), payloads),
    };
  };
  const of = async (member: (typeof MEMBERS)[number]) => ({
    audio: await holding(member, 'audio'),
    video: await holding(member, 'video'),
  });
  return { Ada: await of('Ada'), Bo: await of('Bo') };
}
