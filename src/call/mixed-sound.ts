import type { StreamCounts, StreamKind, StreamSide } from './counts.ts';
import type { FrameCounts } from './lately.ts';

/** Three seconds of sound in packets of 20 ms: more than a join or a change of slot brings about. */
const SOUNDS = 150;
/** Pictures of members that show that keys fit and seals get through. */
const PICTURES = 30;

/**
 * Whether the server mixes the sound: members' pictures open, sound is sealed and sent, and yet what sound comes is
 * never sealed, for the last ten seconds. A mixer has to decode what it mixes; what it makes of sealed sound is silence. Somebody without the key
 * who speaks, while no member does, looks the same until a member speaks.
 *
 * @param streams every sender and receiver of a tab, as counted last
 */
export function mixesSound(streams: readonly StreamCounts[]): boolean {
  const sum = (side: StreamSide, kind: StreamKind, figure: (lately: FrameCounts) => number): number =>
    streams
      .filter((stream) => stream.side === side && stream.kind === kind)
      .reduce((total, { lately }) => total + figure(lately), 0);
  const done = ({ done: frames }: FrameCounts): number => frames;
  return (
    sum('receive', 'video', done) >= PICTURES &&
    sum('send', 'audio', done) >= SOUNDS &&
    sum('receive', 'audio', done) === 0 &&
    sum('receive', 'audio', ({ failures }) => (failures['not-sealed'] ?? 0) + (failures.blank ?? 0)) >= SOUNDS
  );
}
