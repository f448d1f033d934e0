import { LATELY_MS } from './lately.ts';

interface Voice {
  readonly member: string;
  at: number;
}

/** Whose frames opened, and when. A slot of a server passes from one member to the next, several times a second. */
export class Heard {
  readonly #voices = new Map<string, Voice>();
  #last: Voice | undefined;

  /**
   * @param member 12 hex digits
   * @param nowMs Unix time, milliseconds
   */
  note(member: string, nowMs: number): void {
    // As a rule the very same: to look it up takes longer in Firefox than all else here.
    if (this.#last?.member !== member) {
      this.#last = this.#voices.get(member) ?? { member, at: nowMs };
      this.#voices.set(member, this.#last);
    }
    this.#last.at = nowMs;
  }

  /** @returns those heard within the last `ms` milliseconds, at most ten seconds */
  within(ms: number, nowMs: number): string[] {
    for (const [member, { at }] of this.#voices) {
      if (Math.abs(nowMs - at) <= LATELY_MS) continue;
      this.#voices.delete(member);
      if (this.#last?.member === member) this.#last = undefined;
    }
    return Array.from(this.#voices.values())
      .filter(({ at }) => Math.abs(nowMs - at) <= ms)
      .map(({ member }) => member);
  }

  /** Takes over what another one heard, as of a stream that ended. */
  join(other: Heard): void {
    for (const { member, at } of other.#voices.values()) {
      const voice = this.#voices.get(member) ?? { member, at };
      voice.at = Math.max(voice.at, at);
      this.#voices.set(member, voice);
    }
  }
}
