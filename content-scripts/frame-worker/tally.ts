import { FOREIGN, type FrameFailure, type StreamCounts } from '../../src/call/counts.ts';
import { displayName } from '../../src/call/display-name.ts';
import { Heard } from '../../src/call/heard.ts';
import { Lately, NOW_MS } from '../../src/call/lately.ts';
import { now } from '../../src/clock.ts';
import type { Opened } from '../../src/frame/opener.ts';
import type { TransformOptions } from '../../src/protocol/worker.ts';
import { SLOT_MS } from '../../src/slots.ts';

/** For how long a member is named as being seen at one receiver, milliseconds: a picture that stands still comes once a second. */
const SEEN_MS = 2_000;
/** A clock that is off by less than this, in milliseconds, is not worth a word. */
const TURN_MS = 10_000;

/** Counts of one sender or receiver. */
export class Tally {
  seen = 0;
  codec = '';
  readonly heard = new Heard();
  readonly #options: TransformOptions;
  readonly #failures: Partial<Record<FrameFailure, number>> = {};
  readonly #lately = new Lately();
  #done = 0;
  #passed = 0;
  #participant = '';
  /** What the member claims to be called, in any characters: to make it fit to be shown takes longer than to open a frame. */
  #claimedName = '';
  #role = '';
  #slotDrift = 0;

  constructor(options: TransformOptions) {
    this.#options = options;
  }

  /** A frame was sealed. */
  sealed(): void {
    this.#done++;
    this.#lately.done(now());
  }

  opened({ participant, member, name, role, slotDrift }: Opened): void {
    const nowMs = now();
    this.#done++;
    this.#lately.done(nowMs);
    if (member !== undefined) this.heard.note(member, nowMs);
    if (this.#participant !== participant) {
      // What one member said of himself is not said of the next one in his place.
      this.#participant = participant;
      this.#claimedName = '';
      this.#role = '';
    }
    if (role || name) {
      this.#role = role ?? '';
      this.#claimedName = name ?? '';
    }
    // At the turn of a slot everybody's clock is a little off.
    if (Math.min(nowMs % SLOT_MS, SLOT_MS - (nowMs % SLOT_MS)) >= TURN_MS) this.#slotDrift = slotDrift;
  }

  pass(): void {
    this.#passed++;
    this.#lately.passed(now());
  }

  fail(reason: FrameFailure): void {
    this.#failures[reason] = (this.#failures[reason] ?? 0) + 1;
    this.#lately.failed(reason, now());
  }

  /** There is another key: what did not fit the one before says nothing of it. */
  keyChanged(): void {
    for (const reason of FOREIGN) this.#lately.forget(reason);
  }

  counts(): StreamCounts {
    const nowMs = now();
    const { id, side, kind } = this.#options;
    const lately = this.#lately.counts(nowMs);
    return {
      ...{ id, side, kind, seen: this.seen, done: this.#done, passed: this.#passed, failures: this.#failures, lately },
      now: this.#lately.counts(nowMs, NOW_MS),
      codec: this.codec,
      // Pictures and sound of different members in one tile are held against the server only where the sound stays.
      members: kind === 'audio' ? this.heard.steady(nowMs) : this.heard.within(SEEN_MS, nowMs),
      name: displayName(this.#claimedName),
      role: this.#role,
      slotDrift: lately.done > 0 ? this.#slotDrift : 0,
    };
  }
}
