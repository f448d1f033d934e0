/** The results as Markdown. */
import { markdown } from '../scripts/markdown.ts';
import type {
  DelayRow,
  FrameRow,
  FrameShape,
  Measured,
  QuietRow,
  Ratio,
  Results,
  RuntimeResults,
  Times,
} from './results.ts';

const NAMES = { chromium: 'Chromium', firefox: 'Firefox', node: 'Node.js' } as const;
const CALLS: Readonly<Record<DelayRow['call'], string>> = {
  plain: 'not protected',
  passing: 'a worker that passes frames on',
  callseal: 'Callseal',
  livekit: 'LiveKit',
};

const QUIET_CALLS: readonly QuietRow['call'][] = ['plain', 'callseal', 'livekit'];

export function tables({ machine, livekit, runtimes, quick }: Results): string {
  const measured = `Measured on ${machine.cores} cores of ${machine.processor} (${machine.system}), livekit-client ${livekit}.`;
  return [quick ? `${measured} A quick run, for a first look only.` : measured, ...runtimes.map(section)].join('\n\n');
}

function section(results: RuntimeResults): string {
  const { runtime, version, date, load, frames, escaper, streams } = results;
  const { delay, soundDelay, quiet, callsMeasured } = results;
  const parts = [
    `### ${NAMES[runtime]}`,
    `${version}, ${date.slice(0, 10)}; ${load.toFixed(1)} processes wanted a core when it began.`,
    '**The whole way of a frame**, microseconds, median (95th percentile):',
    markdown(
      [
        'frame',
        'Callseal seals',
        'opens',
        'LiveKit encrypts',
        'decrypts',
        'LiveKit ÷ Callseal',
        'frames/s',
        'bytes more',
      ],
      frames.map(wholeWay),
    ),
    '**Our code without the streams**, next to the bare call, microseconds:',
    markdown(
      ['frame', 'Callseal seals', 'opens', 'call encrypts', 'decrypts', 'Callseal ÷ call', 'with streams'],
      frames.map(withoutStreams),
    ),
    '**Emulation prevention alone**, microseconds for 60,000 bytes, escaping / taking out:',
    markdown(
      ['input', 'Callseal', 'LiveKit', 'a copy'],
      escaper.map(({ input, callseal, livekit, copy }) => [input, ...[callseal, livekit, copy].map(both)]),
    ),
  ];
  if (streams) {
    parts.push(
      '**Incoming pictures**, 30 frames a second each: processor time added to that of passing the frames on, of one core:',
      markdown(
        ['pictures', 'Callseal', 'LiveKit', 'frames passed on'],
        streams.map(({ streams: count, callseal, livekit, idle }) => [
          String(count),
          ...[callseal, livekit, idle].map((share) => `${(share * 100).toFixed(1)} %`),
        ]),
      ),
    );
  }
  if (callsMeasured) {
    const { date: day, load: wanting } = callsMeasured;
    parts.push(`Whole calls: ${day.slice(0, 10)}; ${wanting.toFixed(1)} processes wanted a core when they began.`);
  }
  if (delay) {
    parts.push(
      '**A call**, from the drawing of a picture to its being shown, milliseconds:',
      delays(delay, 'pictures'),
    );
  }
  if (soundDelay) {
    parts.push('**Sound**, from mouth to ear, milliseconds:', delays(soundDelay, 'sounds'));
  }
  if (quiet) {
    parts.push(
      '**A microphone**, kbit/s of a tone / muted:',
      markdown(
        ['sender', ...QUIET_CALLS.map((call) => CALLS[call])],
        Array.from(new Set(quiet.map(({ sender }) => sender))).map((sender) => [
          sender,
          ...QUIET_CALLS.map((call) => rates(quiet.find((row) => row.sender === sender && row.call === call))),
        ]),
      ),
    );
  }
  return parts.join('\n\n');
}

/** @param what is counted */
function delays(rows: readonly DelayRow[], what: string): string {
  const plain = rows.find(({ call }) => call === 'plain');
  return markdown(
    ['call', 'mean', 'added', ...(plain?.rounds ? ['least to most'] : []), 'median', '95th percentile', what],
    rows.map(({ call, mean, p50, p95, pictures, rounds = [] }) => [
      CALLS[call],
      mean.toFixed(1),
      call === 'plain' || !plain ? '' : (mean - plain.mean).toFixed(1),
      ...(plain?.rounds ? [call === 'plain' ? '' : spread(rounds, plain.rounds)] : []),
      p50.toFixed(1),
      p95.toFixed(1),
      String(pictures),
    ]),
  );
}

function rates(row: QuietRow | undefined): string {
  return row ? `${row.speaking.toFixed(1)} / ${row.muted.toFixed(1)}` : '-';
}

/** The least and the most that was added in one round, in which both calls ran at the same time. */
function spread(rounds: readonly number[], plain: readonly number[]): string {
  const added = rounds.map((mean, round) => mean - (plain[round] ?? Number.NaN));
  return `${Math.min(...added).toFixed(1)} to ${Math.max(...added).toFixed(1)}`;
}

function wholeWay(row: FrameRow): string[] {
  const { callseal, livekit, livekitRatio } = row;
  return [
    nameOf(row),
    times(callseal.encrypt),
    times(callseal.decrypt),
    livekit ? times(livekit.encrypt) : '-',
    livekit ? times(livekit.decrypt) : '-',
    livekitRatio ? ratio(livekitRatio) : '-',
    `${perSecond(callseal.encrypt)} / ${perSecond(callseal.decrypt)}`,
    `${callseal.overhead.toFixed(0)} / ${livekit ? livekit.overhead.toFixed(0) : '-'}`,
  ];
}

function withoutStreams(row: FrameRow): string[] {
  const { pipe, call, pipeRatio, wayRatio } = row;
  return [
    nameOf(row),
    times(pipe.encrypt),
    times(pipe.decrypt),
    times(call.encrypt),
    times(call.decrypt),
    ratio(pipeRatio),
    ratio(wayRatio),
  ];
}

function nameOf({ mimeType, type, size }: FrameShape): string {
  const codec = mimeType.replace(/^.*\//, '').replace('opus', 'Opus').replace('H26', 'H.26');
  return [codec, ...(type ? [type] : []), size.toLocaleString('en')].join(' ');
}

function times({ p50, p95 }: Times): string {
  return `${short(p50)} (${short(p95)})`;
}

function both({ encrypt, decrypt }: Measured): string {
  return `${short(encrypt.p50)} / ${short(decrypt.p50)}`;
}

function ratio({ encrypt, decrypt }: Ratio): string {
  return [encrypt, decrypt].map((times) => times.toFixed(2)).join(' / ');
}

function perSecond({ p50 }: Times): string {
  return (Math.round(1e6 / p50 / 100) * 100).toLocaleString('en');
}

function short(microseconds: number): string {
  return microseconds.toFixed(microseconds < 100 ? 1 : 0);
}
