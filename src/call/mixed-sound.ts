import { type CallCounts, foreignIn, type StreamCounts, type StreamKind, type StreamSide } from './counts.ts';
import type { FrameCounts } from './lately.ts';
import type { PictureSound } from './own-sound.ts';

/** Three seconds of sound in packets of 20 ms: more than a join or a change of slot brings about. */
const SOUNDS = 150;
/** Pictures of members that show that keys fit and seals get through. */
const PICTURES = 30;

/**
 * Whether the server mixes the sound: members' pictures open, sound is sealed and sent, and yet what sound comes is
 * never sealed, for the last ten seconds. A mixer has to decode what it mixes; what it makes of sealed sound is silence.
 * Somebody without the key who speaks, while no member does, looks the same until a member speaks.
 *
 * @param streams every sender and receiver of a tab, as counted last
 */
export function mixesSound(streams: readonly StreamCounts[]): boolean {
  return (
    sumOf(streams, 'receive', 'video', done) >= PICTURES &&
    sumOf(streams, 'send', 'audio', done) >= SOUNDS &&
    sumOf(streams, 'receive', 'audio', done) === 0 &&
    sumOf(streams, 'receive', 'audio', ({ failures }) => (failures['not-sealed'] ?? 0) + (failures.blank ?? 0)) >=
      SOUNDS
  );
}

/**
 * Whether it cannot be told if the server mixes or nobody else seals: sound is sealed and sent, sound without a seal is
 * all that comes, and no picture is there to show that keys fit.
 */
export function mayMixSound(streams: readonly StreamCounts[]): boolean {
  const refused = ({ failures }: FrameCounts): number =>
    Object.values(failures).reduce((sum, frames) => sum + frames, 0);
  return (
    sumOf(streams, 'send', 'audio', done) > 0 &&
    sumOf(streams, 'receive', 'video', done) + sumOf(streams, 'receive', 'video', refused) === 0 &&
    sumOf(streams, 'receive', 'audio', done) === 0 &&
    sumOf(streams, 'receive', 'audio', ({ failures }) => foreignIn(failures)) === 0 &&
    sumOf(streams, 'receive', 'audio', ({ failures }) => failures['not-sealed'] ?? 0) > 0
  );
}

/** Whether the server of a tab's call mixes, by what its documents know and by what is seen now. */
export function isMixed({ streams, ownSound }: Pick<PictureSound, 'ownSound'> & Pick<CallCounts, 'streams'>): boolean {
  return ownSound !== 'no' || mixesSound(streams);
}

/** What is known of a document's server, from look to look: somebody muted sees no mixing, and forgets none. */
export class Mixing {
  #known = false;

  /** @returns whether it mixes: until a member's sound comes sealed, or no sender and receiver is left */
  judge(streams: readonly StreamCounts[]): boolean {
    if (streams.length === 0 || sumOf(streams, 'receive', 'audio', done) > 0) this.#known = false;
    else this.#known ||= mixesSound(streams);
    return this.#known;
  }
}

function sumOf(
  streams: readonly StreamCounts[],
  side: StreamSide,
  kind: StreamKind,
  figure: (lately: FrameCounts) => number,
): number {
  return streams
    .filter((stream) => stream.side === side && stream.kind === kind)
    .reduce((total, { lately }) => total + figure(lately), 0);
}

const done = ({ done: frames }: FrameCounts): number => frames;
