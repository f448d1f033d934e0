import { markdown } from '../../scripts/markdown.ts';
import type { Sample } from './sample.ts';

/** A row for each moment and member. */
export function soakTable(samples: readonly Sample[]): string {
  const before = new Map<string, Sample>();
  const rows = samples.map((sample) => {
    const last = before.get(sample.name);
    before.set(sample.name, sample);
    const share = last ? (sample.cpuMs - last.cpuMs) / ((sample.minutes - last.minutes) * 60_000) : Number.NaN;
    const failed = Object.entries(sample.failures).map(
      ([reason, frames]) => `${reason} ${frames.toLocaleString('en')}`,
    );
    return [
      sample.minutes.toFixed(1),
      sample.name,
      sample.workerHeap === undefined ? '' : megabytes(sample.workerHeap),
      megabytes(sample.pageHeap),
      sample.reportBytes.toLocaleString('en'),
      String(sample.streams),
      sample.sealed.toLocaleString('en'),
      sample.opened.toLocaleString('en'),
      failed.join(', ') || '0',
      String(sample.members),
      sample.warnings.join(', ') || 'none',
      Number.isNaN(share) ? '' : `${(share * 100).toFixed(0)} %`,
    ];
  });
  return markdown(
    [
      'minute',
      'who',
      'worker, MB',
      'page, MB',
      'report, bytes',
      'streams',
      'sealed',
      'opened',
      'failed',
      'members',
      'warnings',
      'browser',
    ],
    rows,
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}
