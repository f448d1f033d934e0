/** What an ear took down: the end of a stretch on its own clock (seconds), the wall clock, and pairs of amplitudes. */
export type Heard = readonly number[];
/** When a second of the tone began: on the mouth's own clock (seconds), and the wall clock. */
export type Spoken = readonly [number, number];

export interface Judged {
  /** Milliseconds from mouth to ear, of each second that was told apart. */
  readonly delays: readonly number[];
  /** Share of the time, 0 to 1, in which the tone was missing. */
  readonly gaps: number;
}

const WINDOW_S = 0.005;
/** Seconds to both sides in which messages come at least once without having waited. */
const REACH_S = 3;
/** Windows that begin a second: what is shorter is an echo of the coder. */
const BURST = 6;

interface Window {
  /** Wall clock, milliseconds. */
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

/** Judges what was heard of a tone that changes each second. */
export function judge(spoken: readonly Spoken[], heard: readonly Heard[]): Judged {
  const windows = windowsOf(heard);
  const loud = windows.map(({ low, high }) => Math.hypot(low, high)).filter((amplitude) => amplitude > 0.01);
  const usual = quantile(loud, 0.5);
  const begun = timed(spoken.map(([at, now]) => ({ at, now })));
  const isHigh = ({ low, high }: Window): boolean => high > usual / 2 && high > low;
  const delays: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 1; i < windows.length - BURST; i++) {
    const [before, window] = [windows[i - 1] as Window, windows[i] as Window];
    const burst = windows.slice(i, i + BURST).filter(isHigh).length;
    if (isHigh(before) || !isHigh(window) || burst < BURST - 1 || window.at - last < 500) continue;
    last = window.at;
    const said = begun.findLast((at) => at < window.at);
    if (said !== undefined) delays.push(window.at - said);
  }
  const silent = windows.filter(({ low, high }) => Math.hypot(low, high) < usual / 4).length;
  return { delays, gaps: silent / windows.length };
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function windowsOf(heard: readonly Heard[]): Window[] {
  const ends = timed(heard.map(([at = 0, now = 0]) => ({ at, now })));
  return heard.flatMap(([, , ...amplitudes], index) => {
    const count = amplitudes.length / 2;
    return Array.from({ length: count }, (_, i) => ({
      at: (ends[index] ?? 0) - (count - i) * WINDOW_S * 1_000,
      low: amplitudes[2 * i] ?? 0,
      high: amplitudes[2 * i + 1] ?? 0,
    }));
  });
}

/** Times of one clock on the wall clock, milliseconds: messages come late, never early, so the earliest tell. */
function timed(messages: readonly { readonly at: number; readonly now: number }[]): number[] {
  return messages.map(({ at }) => {
    const near = messages.filter((other) => Math.abs(other.at - at) <= REACH_S);
    return at * 1_000 + Math.min(...near.map((other) => other.now - other.at * 1_000));
  });
}
