import type { Measured, Times } from '../results.ts';
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

interface Samples {
  readonly encrypt: number[];
  readonly decrypt: number[];
  readonly overhead: number;
}

/**
 * Lets contestants encrypt and decrypt frames alike, one batch each in turn, so that whatever else the machine does
 * falls on all of them alike.
 *
 * @param milliseconds to measure for, at least
 * @throws when a frame comes back with other bytes, or not at all
 */
export async function measureInTurn<N extends string>(
  contestants: Readonly<Partial<Record<N, Contestant>>>,
  task: Task,
  milliseconds: number,
): Promise<Partial<Record<N, Measured>>> {
  const entries = Object.entries(contestants) as [N, Contestant][];
  const samples = new Map<N, Samples>();
  for (const [name, contestant] of entries) {
    if (task.first) await contestant.decrypt.run(await contestant.encrypt.run(task.first()));
    samples.set(name, { encrypt: [], decrypt: [], overhead: await overheadOf(contestant, task.frames()) });
  }
  const end = performance.now() + milliseconds;
  for (let round = 0; round < WARM_UP + MIN_ROUNDS || performance.now() < end; round++) {
    for (const [name, { encrypt, decrypt }] of shuffled(entries)) {
      const encrypted = await timeOf(encrypt, task.frames());
      const decrypted = await timeOf(decrypt, await encrypt.run(task.frames()));
      const sampled = samples.get(name);
      if (!sampled || round < WARM_UP) continue;
      sampled.encrypt.push(encrypted);
      sampled.decrypt.push(decrypted);
    }
  }
  const measured: Partial<Record<N, Measured>> = {};
  for (const [name, { encrypt, decrypt, overhead }] of samples) {
    measured[name] = { encrypt: timesOf(encrypt), decrypt: timesOf(decrypt), overhead };
  }
  return measured;
}

/** Nobody is always behind the same other one. */
function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** Microseconds per frame. */
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

export function timesOf(samples: readonly number[]): Times {
  return { p50: quantile(samples, 0.5), p95: quantile(samples, 0.95) };
}

export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
