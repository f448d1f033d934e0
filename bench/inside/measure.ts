import type { Measured, Times } from '../results.ts';
import type { SyntheticFrame } from './frames.ts';
import type { Contestant } from './lane.ts';

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
  overhead: number;
}

/**
 * Lets contestants encrypt and decrypt the same frames, one batch each in turn, so that whatever else the machine
 * does falls on all of them alike.
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
  const samples = new Map<N, Samples>(entries.map(([name]) => [name, { encrypt: [], decrypt: [], overhead: 0 }]));
  for (const [, contestant] of entries) if (task.first) await roundTrip(contestant, task.first());
  const end = performance.now() + milliseconds;
  for (let round = 0; round < WARM_UP + MIN_ROUNDS || performance.now() < end; round++) {
    for (let turn = 0; turn < entries.length; turn++) {
      // Nobody is always behind the same other one.
      const [name, contestant] = entries[(round + turn) % entries.length] as [N, Contestant];
      const { encrypt, decrypt, overhead } = await roundTrip(contestant, task.frames());
      const sampled = samples.get(name);
      if (!sampled || round < WARM_UP) continue;
      sampled.encrypt.push(encrypt);
      sampled.decrypt.push(decrypt);
      sampled.overhead = overhead;
    }
  }
  const measured: Partial<Record<N, Measured>> = {};
  for (const [name, { encrypt, decrypt, overhead }] of samples) {
    measured[name] = { encrypt: timesOf(encrypt), decrypt: timesOf(decrypt), overhead };
  }
  return measured;
}

/** Microseconds per frame for each direction. */
async function roundTrip(
  { encrypt, decrypt }: Contestant,
  frames: readonly SyntheticFrame[],
): Promise<{ encrypt: number; decrypt: number; overhead: number }> {
  const count = frames.length;
  const clear = new Uint8Array(frames[0]?.data.slice(0) ?? []);
  const start = performance.now();
  const sealed = await encrypt.run(frames);
  const between = performance.now();
  const overhead = sealed.reduce((sum, { data }) => sum + data.byteLength, 0) / count - clear.byteLength;
  const again = performance.now();
  const opened = await decrypt.run([...sealed]);
  const end = performance.now();
  for (const { data } of opened) if (!isSame(clear, new Uint8Array(data))) throw new Error('a frame has changed');
  return { encrypt: ((between - start) / count) * 1_000, decrypt: ((end - again) / count) * 1_000, overhead };
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
