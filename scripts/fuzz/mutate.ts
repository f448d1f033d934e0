/** Changes bytes as a hostile server or a broken network would. The same numbers give the same changes. */

export interface Dice {
  /** A number from 0 to `below` - 1. */
  roll(below: number): number;
}

/** The same numbers for the same seed (a linear congruential generator; nothing secret hangs on it). */
export class SeededDice implements Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  roll(below: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * below);
  }
}

/** Values at which lengths, flags and start codes turn. */
const EDGES = [0, 1, 2, 3, 4, 0x1f, 0x2a, 0x3f, 0x40, 0x7f, 0x80, 0xc5, 0xea, 0xfe, 0xff] as const;

type Mutation = (bytes: Uint8Array, dice: Dice, other: Uint8Array) => Uint8Array;

const MUTATIONS: readonly Mutation[] = [
  (bytes, dice) => withByte(bytes, dice, (byte) => byte ^ (1 << dice.roll(8))),
  (bytes, dice) => withByte(bytes, dice, () => dice.roll(256)),
  (bytes, dice) => withByte(bytes, dice, () => EDGES[dice.roll(EDGES.length)] ?? 0),
  (bytes, dice) => bytes.slice(0, dice.roll(bytes.byteLength + 1)),
  (bytes, dice) => bytes.slice(dice.roll(bytes.byteLength + 1)),
  (bytes, dice, other) => {
    const cut = dice.roll(bytes.byteLength + 1);
    return joined(bytes.subarray(0, cut), other.subarray(Math.min(cut, other.byteLength)));
  },
  (bytes, dice, other) => {
    const at = dice.roll(bytes.byteLength + 1);
    const from = dice.roll(other.byteLength + 1);
    return joined(bytes.subarray(0, at), other.subarray(from, from + dice.roll(40)), bytes.subarray(at));
  },
  (bytes, dice) => {
    const at = dice.roll(bytes.byteLength + 1);
    return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + dice.roll(8)));
  },
  (bytes, dice) => {
    // What costs too much often does so by being there many times.
    const at = dice.roll(bytes.byteLength + 1);
    const repeated = bytes.subarray(at, at + dice.roll(80));
    return joined(bytes.subarray(0, at), ...Array.from({ length: dice.roll(200) }, () => repeated), bytes.subarray(at));
  },
  (bytes, dice) => joined(bytes, new Uint8Array(dice.roll(300)).fill(EDGES[dice.roll(EDGES.length)] ?? 0)),
];

/** One to four changes of `bytes`, some of them with parts of `other`. */
export function mutate(bytes: Uint8Array, other: Uint8Array, dice: Dice): Uint8Array {
  let changed = bytes;
  for (let i = 0; i <= dice.roll(4); i++) {
    changed = MUTATIONS[dice.roll(MUTATIONS.length)]?.(changed, dice, other) ?? changed;
  }
  return changed;
}

function withByte(bytes: Uint8Array, dice: Dice, change: (byte: number) => number): Uint8Array {
  const changed = bytes.slice();
  const at = dice.roll(bytes.byteLength);
  if (at < bytes.byteLength) changed[at] = change(changed[at] ?? 0);
  return changed;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
