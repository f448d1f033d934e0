import { LATELY_MS } from './lately.ts';

/** The longest pause within one run of frames, milliseconds: Opus sends a frame every 400 ms of silence, if any. */
const PAUSE_MS = 450;
/** A run that lasts as long is no slot that passes from one member to the next. */
const STEADY_MS = 1_000;

interface Voice {
  readonly member: string;
  at: number;
}

/** Whose frames opened, and when. A slot of a server passes from one member to the next, several times a second. */
export class Heard {
  readonly #voices = new Map<string, Voice>();
  #last: Voice | undefined;
  /** When the last one's run of frames began. */
  #since = 0;

  /**
   * @param member 12 hex digits
   * @param nowMs Unix time, milliseconds
   */
  note(member: string, nowMs: number): void {
    // As a rule the very same: to look it up takes longer in Firefox than all else here.
    if (this.#last?.member !== member) {
      this.#last = this.#voices.get(member) ?? { member, at: nowMs };
      this.#voices.set(member, this.#last);
      this.#since = nowMs;
    } else if (nowMs - this.#last.at > PAUSE_MS) this.#since = nowMs;
    this.#last.at = nowMs;
  }

  /** @returns who is heard now, and alone for a second; none while a slot passes from one to the next */
  steady(nowMs: number): string[] {
    const last = this.#last;
    if (!last || Math.abs(nowMs - last.at) > PAUSE_MS || last.at - this.#since < STEADY_MS) return [];
    return [last.member];
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
