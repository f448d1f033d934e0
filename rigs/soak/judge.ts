import { median } from './median.ts';
import type { Sample } from './sample.ts';

/** Memory of the last third over that of the second: what is made only once is there by then. */
const GROWTH = 1.25;
/** What a collector leaves lying about. */
const SLACK_BYTES = 1_500_000;
/** Three members have four connections' senders and receivers each, and some that have just ended. */
const STREAMS = 24;

/** What grows that should not. */
export function soakFaults(samples: readonly Sample[]): string[] {
  const faults: string[] = [];
  for (const name of new Set(samples.map((sample) => sample.name))) {
    const own = samples.filter((sample) => sample.name === name);
    const third = Math.floor(own.length / 3);
    if (third === 0) continue;
    for (const figure of ['workerHeap', 'pageHeap', 'reportBytes'] as const) {
      const [early, late] = [own.slice(third, 2 * third), own.slice(-third)].map((part) =>
        median(part.map((sample) => sample[figure] ?? 0)),
      ) as [number, number];
      if (late > early * GROWTH + SLACK_BYTES) faults.push(`${name}: ${figure} grows from ${early} to ${late}`);
    }
    for (const { minutes, streams, warnings } of own) {
      if (streams > STREAMS) faults.push(`${name}, minute ${minutes.toFixed(1)}: ${streams} streams are kept`);
      if (warnings.length > 0) faults.push(`${name}, minute ${minutes.toFixed(1)}: ${warnings.join(', ')}`);
    }
  }
  return faults;
}
