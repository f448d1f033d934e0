import type { Measured, Ratio, Times } from '../results.ts';
import type { SyntheticFrame } from './frames.ts';
import { type Contestant, detach, type Lane } from './lane.ts';

/** Rounds before the engines have compiled what they run. */
const WARM_UP = 5;
const MIN_ROUNDS = 15;

export interface Task {
  /** A batch of frames alike, which go through at once; one measurement is their time divided by their number. */
  frames(): SyntheticFrame[];
  /** What has to come before them. */
  first?(): SyntheticFrame[];
}

/** Microseconds per frame, one for each round, in the order of the rounds. */
export interface Samples {
  readonly encrypt: readonly number[];
  readonly decrypt: readonly number[];
  /** Bytes that an encrypted frame has more than the clear one, on average. */
  readonly overhead: number;
}

/**
 * Lets contestants encrypt and decrypt frames alike, one batch each in turn, so that whatever else the machine does
 * falls on all of them alike. A batch of its own goes before each that is measured: what memory the contestant before has
 * left is not its concern.
 *
 * @param milliseconds to measure for, at least
 * @throws when a frame comes back with other bytes, or not at all
 */
export async function measureInTurn<N extends string>(
  contestants: Readonly<Partial<Record<N, Contestant>>>,
  task: Task,
  milliseconds: number,
): Promise<Partial<Record<N, Samples>>> {
  const entries = Object.entries(contestants) as [N, Contestant][];
  const samples: Partial<Record<N, Samples & { readonly encrypt: number[]; readonly decrypt: number[] }>> = {};
  for (const [name, contestant] of entries) {
    if (task.first) await contestant.decrypt.run(await contestant.encrypt.run(task.first()));
    samples[name] = { encrypt: [], decrypt: [], overhead: await overheadOf(contestant, task.frames()) };
  }
  const end = performance.now() + milliseconds;
  for (let round = 0; round < WARM_UP + MIN_ROUNDS || performance.now() < end; round++) {
    for (const [name, { encrypt, decrypt }] of shuffled(entries)) {
      const encrypted = await secondTime(encrypt, task.frames(), task.frames());
      const sealed = [await encrypt.run(task.frames()), await encrypt.run(task.frames())] as const;
      const decrypted = await secondTime(decrypt, ...sealed);
      if (round < WARM_UP) continue;
      samples[name]?.encrypt.push(encrypted);
      samples[name]?.decrypt.push(decrypted);
    }
  }
  return samples;
}

export function measuredOf({ encrypt, decrypt, overhead }: Samples): Measured {
  return { encrypt: timesOf(encrypt), decrypt: timesOf(decrypt), overhead };
}

/** How many times as long one takes as the other, round by round: the median. */
export function ratioOf(one: Samples, other: Samples): Ratio {
  const ratio = (direction: 'encrypt' | 'decrypt'): number =>
    quantile(
      one[direction].map((time, round) => time / (other[direction][round] ?? Number.NaN)),
      0.5,
    );
  return { encrypt: ratio('encrypt'), decrypt: ratio('decrypt') };
}

/** Nobody is always behind the same other one. */
function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** Microseconds per frame of the second batch. */
async function secondTime(
  lane: Lane,
  first: readonly SyntheticFrame[],
  second: readonly SyntheticFrame[],
): Promise<number> {
  await timeOf(lane, first);
  return timeOf(lane, second);
}

async function timeOf(lane: Lane, frames: readonly SyntheticFrame[]): Promise<number> {
  const given = frames.map(({ data }) => data);
  const start = performance.now();
  await lane.consume(frames);
  const time = ((performance.now() - start) / frames.length) * 1_000;
  // What a contestant leaves behind is not to be collected in another one's time.
  for (const data of given) detach(data);
  return time;
}

/** Bytes by which frames grow. @throws when one comes back with other bytes */
async function overheadOf({ encrypt, decrypt }: Contestant, frames: readonly SyntheticFrame[]): Promise<number> {
  const clear = frames.map(({ data }) => new Uint8Array(data.slice(0)));
  const sealed = await encrypt.run(frames);
  const growth = sealed.map(({ data }, i) => data.byteLength - (clear[i]?.byteLength ?? 0));
  const opened = await decrypt.run(sealed);
  for (const [i, { data }] of opened.entries()) {
    if (!isSame(clear[i] ?? new Uint8Array(0), new Uint8Array(data))) throw new Error('a frame has changed');
  }
  return growth.reduce((sum, bytes) => sum + bytes, 0) / growth.length;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && a.every((byte, i) => byte === b[i]);
}

function timesOf(samples: readonly number[]): Times {
  return { p50: quantile(samples, 0.5), p95: quantile(samples, 0.95) };
}

export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
