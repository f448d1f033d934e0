import { LATELY_MS } from '../../src/call/lately.ts';
import { packetTicks } from '../../src/covers/opus.ts';
import type { Opened } from '../../src/frame/opener.ts';
import { decodeSound } from '../../src/frame/sound-block.ts';
import type { HeardPacket } from './sound-player.ts';

/** Packets that came later than so many ticks of 48 kHz behind the newest are of no use, nor remembered: one second. */
const WINDOW = 48_000;
/** More packets than anybody sends in that time: the shortest plays for 2.5 ms. */
const MAX_SEEN = 512;
/** For so long after a member's own sound opened, what comes in their pictures would be heard twice: milliseconds. */
const DIRECT_MS = 1_000;
/** Bytes of an Opus packet: RFC 6716 section 3.2.1 for one frame, and some. */
const MOST_OPUS = 1_500;
/** A member has one microphone, and perhaps the sound of a screen; each begins anew with its sender. */
const MAX_SOURCES = 8;
/** More than any call shows at once; beyond, who was heard least recently is forgotten. */
const MAX_MEMBERS = 64;

/** One sound of one member. */
interface Source {
  /** 48 kHz, unwrapped. */
  newest: number;
  /** Of the last second at least. */
  readonly seen: Set<number>;
}

interface Member {
  readonly sources: Map<number, Source>;
  directAt: number;
  takenAt: number;
}

/** Takes the sound out of members' pictures: each packet at most once, and none that is a second behind. */
export class HeardSound {
  readonly #members = new Map<string, Member>();
  readonly #put: (packet: HeardPacket) => void;
  readonly #forget: (member: string) => void;

  /**
   * @param put gets each packet, not yet in order
   * @param forget is told of members of whom nothing is remembered any more
   */
  constructor(put: (packet: HeardPacket) => void, forget: (member: string) => void) {
    this.#put = put;
    this.#forget = forget;
  }

  /** A picture opened. While nobody knows whose it is, nobody can be heard. @param nowMs milliseconds of any clock */
  take({ member, sound }: Pick<Opened, 'member' | 'sound'>, nowMs: number): void {
    if (member === undefined || !sound) return;
    const packets = decodeSound(sound);
    if (!packets?.length) return;
    const known = this.#member(member);
    const { sources, directAt } = known;
    for (const { source, time, opus } of packets) {
      if (opus.byteLength > MOST_OPUS) continue;
      const at = takeTime(sources, source, time);
      if (at === undefined || nowMs - directAt <= DIRECT_MS) continue;
      known.takenAt = nowMs;
      this.#put({ member, stream: source, at, samples: packetTicks(opus), opus });
    }
  }

  /** A member's own sound opened: the server forwards it. */
  direct(member: string | undefined, nowMs: number): void {
    const known = member === undefined ? undefined : this.#members.get(member);
    if (known) known.directAt = nowMs;
  }

  /** @returns members whose sound came in pictures within the last ten seconds */
  lately(nowMs: number): string[] {
    return Array.from(this.#members)
      .filter(([, { takenAt }]) => nowMs - takenAt <= LATELY_MS)
      .map(([member]) => member);
  }

  /** Nobody is heard any more, and nothing of before is remembered: there is no key. */
  clear(): void {
    for (const member of this.#members.keys()) this.#forget(member);
    this.#members.clear();
  }

  #member(name: string): Member {
    const known = this.#members.get(name);
    const member = known ?? { sources: new Map(), directAt: Number.NEGATIVE_INFINITY, takenAt: 0 };
    this.#members.delete(name);
    this.#members.set(name, member); // last of all
    for (const [oldest] of this.#members) {
      if (this.#members.size <= MAX_MEMBERS) break;
      this.#members.delete(oldest);
      this.#forget(oldest);
    }
    return member;
  }
}

/** @returns the packet's time, unwrapped; undefined when it came before, or too late to say whether it did */
function takeTime(sources: Map<number, Source>, name: number, time: number): number | undefined {
  let source = sources.get(name);
  if (!source) {
    source = { newest: time, seen: new Set() };
    sources.set(name, source);
    for (const oldest of sources.keys()) {
      if (sources.size <= MAX_SOURCES) break;
      sources.delete(oldest);
    }
  }
  const at = source.newest + ((time - source.newest) | 0);
  if (at <= source.newest - WINDOW || source.seen.has(at)) return undefined;
  source.seen.add(at);
  source.newest = Math.max(source.newest, at);
  for (const first of source.seen) {
    if (source.seen.size <= MAX_SEEN) break;
    source.seen.delete(first);
  }
  return at;
}
