/** Runs in a page: calls at the same time, from one camera, so that whatever the machine does falls on all alike. */
import type { DelayRow } from '../results.ts';
import { clockCamera, readClock } from './clock-picture.ts';
import { type LoopBack, loopBack } from './loop-back.ts';
import { quantile } from './measure.ts';

const CALLS: readonly DelayRow['call'][] = ['plain', 'passing', 'callseal', 'livekit'];
/** Until then the encoders find their rate, and the receivers their buffer. */
const WARM_UP_MS = 4_000;

/** @param seconds for each round @param rounds each begins with another call, since the first is encoded first */
export async function measureDelay(seconds: number, rounds: number): Promise<DelayRow[]> {
  const found: Record<DelayRow['call'], number[]>[] = [];
  for (let round = 0; round < rounds; round++) {
    const ages: Record<DelayRow['call'], number[]> = { plain: [], passing: [], callseal: [], livekit: [] };
    const order = CALLS.map((_, i) => CALLS[(round + i) % CALLS.length] ?? 'plain');
    await measureRound(order, seconds, (call, age) => ages[call].push(age));
    found.push(ages);
  }
  return CALLS.map((call) => {
    const all = found.flatMap((ages) => ages[call]);
    const means = found.map((ages) => meanOf(ages[call]));
    if (means.some(Number.isNaN)) throw new Error(`${call}: no picture was shown`);
    const [p50, p95] = [quantile(all, 0.5), quantile(all, 0.95)];
    return { call, pictures: all.length, mean: meanOf(all), p50, p95, rounds: means };
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function measureRound(
  order: readonly DelayRow['call'][],
  seconds: number,
  shown: (call: DelayRow['call'], age: number) => void,
): Promise<void> {
  const camera = clockCamera();
  const running: LoopBack[] = [];
  let measuring = false;
  for (const call of order) {
    const loop = await loopBack(call, camera.track);
    running.push(loop);
    readClock(loop.track, (age) => {
      if (measuring) shown(call, age);
    });
  }
  await pass(WARM_UP_MS);
  measuring = true;
  await pass(seconds * 1_000);
  measuring = false;
  for (const loop of running) {
    // A call that was not protected would have no delay to add.
    if ((await loop.opened()) === 0) throw new Error('no frame was opened');
    loop.end();
  }
  camera.stop();
}

/** Media take their time. */
function pass(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
