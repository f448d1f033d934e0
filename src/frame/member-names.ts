/**
 * Streams say whose they are about once a second. A participant that was heard for this long without a word of it, in
 * milliseconds, is taken for a member of its own.
 */
const SILENT_MS = 3_000;
/** Participants that were not heard for so long are forgotten, milliseconds. */
const FORGOTTEN_MS = 600_000;

interface Heard {
  /** As it was said last, 12 hex digits. */
  member: string | undefined;
  readonly since: number;
  at: number;
}

/** Which member each participant id is of: a worker of very many streams has several. */
export class MemberNames {
  readonly #participants = new Map<string, Heard>();

  /**
   * Takes note of a frame that opened.
   *
   * @param participant 12 hex digits
   * @param said the member that the frame names; undefined when it says nothing of its stream
   * @param nowMs Unix time, milliseconds
   * @returns the member, or undefined while that is not known
   */
  heard(participant: string, said: string | undefined, nowMs: number): string | undefined {
    let heard = this.#participants.get(participant);
    if (!heard) {
      heard = { member: said, since: nowMs, at: nowMs };
      this.#participants.set(participant, heard);
    }
    heard.at = nowMs;
    if (said !== undefined) heard.member = said;
    return heard.member ?? (nowMs - heard.since >= SILENT_MS ? participant : undefined);
  }

  /** Forgets those that were not heard for ten minutes. */
  expire(nowMs: number): void {
    for (const [participant, { at }] of this.#participants) {
      if (Math.abs(nowMs - at) > FORGOTTEN_MS) this.#participants.delete(participant);
    }
  }
}
