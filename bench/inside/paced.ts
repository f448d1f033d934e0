import { pipeline } from '../../content-scripts/frame-worker/pipeline.ts';
import type { StreamsRow } from '../results.ts';
import * as ours from './callseal.ts';
import { makeFrames } from './frames.ts';
import { type Contestant, StreamLane } from './lane.ts';
import { livekit } from './livekit.ts';
import { quantile } from './measure.ts';

const COUNTS = [1, 9, 25, 49] as const;
const MOST = 49;
const FRAME_MS = 1_000 / 30;
/** How often it is looked whose frame is due: a timer for each stream would be measured itself. */
const TICK_MS = 4;
/** A picture of a gallery: 290 kbit/s. */
const DELTA = { mimeType: 'video/VP8', type: 'delta', size: 1_200 } as const;
const KEY = { mimeType: 'video/VP8', type: 'key', size: 30_000 } as const;

type Streams = readonly Contestant<StreamLane>[];

export interface Pace {
  readonly seconds: number;
  readonly rounds: number;
}

/**
 * What many incoming pictures cost: frames of each come 30 times a second, one stream after the other, and go through
 * its receiver's pipe. What decoding costs is the same with protection and without, and no browser here could decode so
 * many.
 *
 * @param cpuMs processor time that the browser has taken so far: milliseconds
 */
export async function streamsRows(cpuMs: () => Promise<number>, { seconds, rounds }: Pace): Promise<StreamsRow[]> {
  const contestants = [
    await all(passing),
    await all(await sealing()),
    await all(() => livekit(DELTA.mimeType)),
  ] as const;
  const rows: StreamsRow[] = [];
  for (const streams of COUNTS) {
    const shares: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < rounds; round++) {
      for (const [i, contestant] of contestants.entries()) {
        shares[i]?.push(await shareOfCore(contestant.slice(0, streams), seconds, cpuMs));
      }
    }
    const [idle, callseal, theirs] = shares;
    rows.push({
      streams,
      idle: quantile(idle, 0.5),
      callseal: added(callseal, idle),
      livekit: added(theirs, idle),
    });
  }
  return rows;
}

/** The median of what a round took more than the idle one before it. */
function added(shares: readonly number[], idle: readonly number[]): number {
  return quantile(
    shares.map((share, i) => share - (idle[i] ?? 0)),
    0.5,
  );
}

/** As many streams as are ever needed, each warm and with its key frame behind it. */
async function all(make: () => PossiblyLater<Contestant<StreamLane> | undefined>): Promise<Streams> {
  const streams: Contestant<StreamLane>[] = [];
  for (let i = 0; i < MOST; i++) {
    const stream = await make();
    if (!stream) throw new Error('no such contestant');
    await stream.decrypt.consume(await stream.encrypt.run([...makeFrames(KEY, 1), ...makeFrames(DELTA, 30)]));
    streams.push(stream);
  }
  return streams;
}

type PossiblyLater<T> = T | Promise<T>;

function passing(): Contestant<StreamLane> {
  const lane = (): StreamLane =>
    new StreamLane((pair) => {
      void pipeline(
        pair,
        () => () => true,
        () => undefined,
      );
    });
  return { encrypt: lane(), decrypt: lane() };
}

async function sealing(): Promise<() => Contestant<StreamLane>> {
  const pair = await ours.members();
  return () => ours.callseal(pair, 'video', ours.streams);
}

/** Processor time per time while frames come in, 1 for one core. */
async function shareOfCore(streams: Streams, seconds: number, cpuMs: () => Promise<number>): Promise<number> {
  const count = seconds * 30;
  const queues = await Promise.all(streams.map(({ encrypt }) => encrypt.run(makeFrames(DELTA, count))));
  const cpuBefore = await cpuMs();
  const start = performance.now();
  await new Promise<void>((resolve) => {
    const next = streams.map(() => 0);
    const timer = setInterval(() => {
      const elapsed = performance.now() - start;
      for (const [i, { decrypt }] of streams.entries()) {
        const due = Math.min(count, (elapsed - (i * FRAME_MS) / streams.length) / FRAME_MS);
        for (let n = next[i] ?? 0; n < due; n++) {
          const frame = queues[i]?.[n];
          if (frame) decrypt.put(frame);
          next[i] = n + 1;
        }
      }
      if (next.some((n) => n < count)) return;
      clearInterval(timer);
      resolve();
    }, TICK_MS);
  });
  await Promise.all(streams.map(({ decrypt }) => decrypt.allOut()));
  const elapsed = performance.now() - start;
  return ((await cpuMs()) - cpuBefore) / elapsed;
}
