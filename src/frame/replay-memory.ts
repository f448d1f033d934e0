import { hex } from '../bytes.ts';
import { ReplayWindow, type Seen } from '../sframe/replay-window.ts';
import { unpackKid } from './kid.ts';

/** Pieces that may be late and still count as new. */
const WINDOW = { audio: 128, video: 512 } as const;
/** A stream that is met this early may still bring the pieces before: they were just overtaken. */
const BEGINNING = 16n;
/** Ended windows that are remembered by their highest CTR, for a clock that goes back: hours of a large call. */
const MAX_ENDED = 8_192;

export interface HighestCtr {
  /** 16 hex digits. */
  readonly kid: string;
  /** Decimal. */
  readonly ctr: string;
}

interface Window {
  readonly slot: number;
  readonly seen: ReplayWindow;
}

/**
 * What was opened already. A window lives as long as its slot may be opened; of an ended one the highest CTR stays, so
 * that a clock set back brings nothing back, and yet opens at once what is new.
 */
export class ReplayMemory {
  /** By KID: those of one KID are 256 slots apart, so one at a time lives. */
  readonly #windows = new Map<bigint, Window>();
  /** By full name: KID and full slot, since the KID alone comes again after 256 slots. */
  readonly #ended = new Map<bigint, bigint>();
  /** From before a reload, by KID; the full slot is settled by the clock. */
  readonly #restored = new Map<bigint, bigint>();
  #slot = 0;

  /** Takes note of an authenticated piece, unless it was there before. @param nowMs Unix time, milliseconds */
  accept(kid: bigint, slot: number, ctr: bigint, kind: 'audio' | 'video', nowMs: number): Seen {
    const window = this.#windows.get(kid);
    if (window?.slot === slot) return window.seen.accept(ctr, nowMs);
    if (window) this.#end(fullName(kid, window.slot), window.seen.highest);
    const seen = new ReplayWindow(WINDOW[kind]);
    const highest = this.#ended.get(fullName(kid, slot));
    if (highest !== undefined) seen.restore(highest);
    // Who joins in the middle has seen nothing of what came before, and a server may have kept it for him.
    if (ctr >= BEGINNING && ctr - 1n > (highest ?? -1n)) seen.restore(ctr - 1n);
    this.#windows.set(kid, { slot, seen });
    return seen.accept(ctr, nowMs);
  }

  /** Brings the memory to the slot of the clock, wherever that went. */
  moveTo(slot: number): void {
    if (slot === this.#slot) return;
    this.#slot = slot;
    this.#settle();
    for (const [kid, window] of this.#windows) {
      if (isLive(window.slot, slot)) continue;
      this.#windows.delete(kid);
      this.#end(fullName(kid, window.slot), window.seen.highest);
    }
  }

  /** The highest CTR of every KID that may still be opened, those of the newest slot first: they may be so for longest. */
  highest(): HighestCtr[] {
    const list = new Map(Array.from(this.#restored, ([kid, ctr]) => [kid, { slot: 0, ctr }]));
    for (const [name, ctr] of this.#ended) {
      if (isLive(slotOf(name), this.#slot)) list.set(kidOf(name), { slot: slotOf(name), ctr });
    }
    for (const [kid, { slot, seen }] of this.#windows) list.set(kid, { slot, ctr: seen.highest });
    return Array.from(list)
      .sort(([, one], [, other]) => other.slot - one.slot)
      .map(([kid, { ctr }]) => ({ kid: hex(kid, 16), ctr: ctr.toString() }));
  }

  /** After a reload: everything up to these CTRs was opened before. */
  restore(list: readonly HighestCtr[]): void {
    for (const { kid, ctr } of list) this.#restored.set(BigInt(`0x${kid}`), BigInt(ctr));
    this.#settle();
  }

  /** Gives restored CTRs their full slot. Those of no live slot wait: the clock may be wrong, and be set right. */
  #settle(): void {
    for (const [kid, ctr] of this.#restored) {
      const { slotByte } = unpackKid(kid);
      const slot = [this.#slot, this.#slot - 1, this.#slot + 1].find((candidate) => candidate % 256 === slotByte);
      if (slot === undefined || this.#slot === 0) continue;
      this.#restored.delete(kid);
      this.#end(fullName(kid, slot), ctr);
      const window = this.#windows.get(kid);
      if (window?.slot === slot) window.seen.restore(ctr);
    }
  }

  #end(name: bigint, highest: bigint): void {
    const before = this.#ended.get(name) ?? -1n;
    this.#ended.delete(name); // to the end of the order
    this.#ended.set(name, highest > before ? highest : before);
    for (const oldest of this.#ended.keys()) {
      if (this.#ended.size <= MAX_ENDED) break;
      this.#ended.delete(oldest);
    }
  }
}

function isLive(slot: number, now: number): boolean {
  return Math.abs(slot - now) <= 1;
}

function fullName(kid: bigint, slot: number): bigint {
  return (BigInt(slot) << 64n) | kid;
}

function slotOf(name: bigint): number {
  return Number(name >> 64n);
}

function kidOf(name: bigint): bigint {
  return BigInt.asUintN(64, name);
}
