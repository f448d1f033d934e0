/** What a room's server holds, judged by the independent reader. */
import type { Room } from './janus.ts';
import { recordingsOf } from './janus.ts';
import type { Reader, ReadFrame } from './reader.ts';
import { codecOf, framesOf, readMjr } from './recording.ts';

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
