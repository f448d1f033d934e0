/** What a room's server holds, judged by the independent reader. */
import { type Room, recordingsOf } from './janus.ts';
import { poll } from './poll.ts';
import type { Reader, ReadFrame } from './reader.ts';
import { codecOf, framesOf, readMjr } from './recording.ts';
import { searchWindows, windowsOf } from './windows.ts';

export interface Held {
  /** Frames that authenticate with the passphrase. */
  readonly sealed: readonly ReadFrame[];
  /** Frames that do not: clear, or sealed with another key. */
  readonly other: readonly ReadFrame[];
  /** RTP payloads as they were kept. */
  readonly payloads: readonly Buffer[];
}

/** One publisher's frames of one kind, from one recording. */
export function heldIn(path: string, reader: Reader): Held {
  const { packets, read } = readIn(path, reader);
  return {
    sealed: read.filter(({ clear }) => clear !== undefined),
    other: read.filter(({ clear }) => clear === undefined),
    payloads: packets.map(({ payload }) => payload),
  };
}

/** Of each recording of a room, frame by frame in their order: whether it authenticates with the passphrase. */
export function sealedInOrder(room: Room, reader: Reader): boolean[][] {
  return pathsOf(room).map((path) => readIn(path, reader).read.map(({ clear }) => clear !== undefined));
}

function readIn(path: string, reader: Reader) {
  const packets = readMjr(path);
  const frames = packets.length === 0 ? [] : framesOf(codecOf(path), packets);
  return { packets, read: frames.map((frame) => reader.read(frame)) };
}

/** So many of the frames that somebody made last may be on their way when his browser closes. */
export const IN_FLIGHT = 20;

/**
 * Waits until the server has something of the last of `frames`, which somebody made in clear: then it has got all that were
 * before them.
 */
export function lastAtServer(room: Room, kind: 'audio' | 'video', frames: readonly Uint8Array[]): Promise<void> {
  const windows = windowsOf(frames.slice(-IN_FLIGHT), IN_FLIGHT);
  const payloads = (): Buffer[] =>
    recordingsOf(room, kind).flatMap((path) => readMjr(path).map(({ payload }) => payload));
  return poll(async () => searchWindows(windows, payloads()).found > 0, {
    state: () => `the server has no late ${kind}`,
  });
}

function pathsOf(room: Room): string[] {
  return (['audio', 'video'] as const).flatMap((kind) => recordingsOf(room, kind));
}

/** All frames of a room that one or more publishers sent, both kinds together. */
export function heldBy(room: Room, reader: Reader): Held {
  const all = pathsOf(room).map((path) => heldIn(path, reader));
  return {
    sealed: all.flatMap(({ sealed }) => sealed),
    other: all.flatMap(({ other }) => other),
    payloads: all.flatMap(({ payloads }) => payloads),
  };
}
