import { isFurther } from './kid.ts';

/**
 * Streams say whose they are about once a second. A participant that was heard for this long without a word of it, in
 * milliseconds, is taken for a member of its own.
 */
const SILENT_MS = 10_000;
/** Participants that were not heard for so long are forgotten, milliseconds. */
const FORGOTTEN_MS = 600_000;

interface Heard {
  /** As it was said last. */
  member: bigint | undefined;
  readonly since: number;
  at: number;
}

/** Which member each further participant id is of: a worker of very many streams has several. */
export class MemberNames {
  readonly #further = new Map<bigint, Heard>();

  /**
   * Takes note of a frame that opened.
   *
   * @param participant of the KID, 48 bits
   * @param said the member that the frame names, if it does
   * @param nowMs Unix time, milliseconds
   * @returns the participant id that the sender drew first, or undefined while that is not known
   */
  heard(participant: bigint, said: bigint | undefined, nowMs: number): bigint | undefined {
    if (!isFurther(participant)) return participant;
    let heard = this.#further.get(participant);
    if (!heard) {
      heard = { member: said, since: nowMs, at: nowMs };
      this.#further.set(participant, heard);
    }
    heard.at = nowMs;
    if (said !== undefined) heard.member = said;
    return heard.member ?? (nowMs - heard.since >= SILENT_MS ? participant : undefined);
  }

  /** Forgets those that were not heard for ten minutes. */
  expire(nowMs: number): void {
    for (const [participant, { at }] of this.#further) {
      if (Math.abs(nowMs - at) > FORGOTTEN_MS) this.#further.delete(participant);
    }
  }
}
