/** What an ear took down: the end of a stretch on its own clock (seconds), the wall clock, and pairs of amplitudes. */
export type Heard = readonly number[];
/** When a second of the tone began: on the mouth's own clock (seconds), and the wall clock. */
export type Spoken = readonly [number, number];

/** When a flash was drawn: the second to which it belongs, on the mouth's own clock, and the wall clock. */
export type Shown = readonly [number, number];

/** What the page of the one who speaks took down. */
export interface Given {
  readonly spoken: readonly Spoken[];
  readonly shown: readonly Shown[];
}

/** What the page of the one who listens took down; of flashes, the wall clock when each came out. */
export interface Got {
  readonly heard: readonly Heard[];
  readonly seen: readonly number[];
}

export interface Judged {
  /** Milliseconds from mouth to ear, of each second that was told apart. */
  readonly delays: readonly number[];
  /** Share of the time, 0 to 1, in which the tone was missing. */
  readonly gaps: number;
  /** Milliseconds from canvas to eye, of each flash that was seen. */
  readonly pictures: readonly number[];
  /** Milliseconds by which the sound of a second came out later than its flash; below 0 it came sooner. */
  readonly apart: readonly number[];
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

/** Judges what was heard of a tone that changes each second, and seen of pictures that flash with it. */
export function judge({ spoken, shown }: Given, { heard, seen }: Got): Judged {
  const windows = windowsOf(heard);
  const loud = windows.map(({ low, high }) => Math.hypot(low, high)).filter((amplitude) => amplitude > 0.01);
  const usual = quantile(loud, 0.5);
  const isHigh = ({ low, high }: Window): boolean => high > usual / 2 && high > low;
  const bursts: number[] = [];
  for (let i = 1; i < windows.length - BURST; i++) {
    const [before, window] = [windows[i - 1] as Window, windows[i] as Window];
    const burst = windows.slice(i, i + BURST).filter(isHigh).length;
    if (!isHigh(before) && isHigh(window) && burst >= BURST - 1) bursts.push(window.at);
  }
  const said = timed(spoken.map(([at, now]) => ({ at, now })));
  const sounds = delaysOf(
    spoken.map(([second], i) => ({ second, at: said[i] ?? 0 })),
    bursts,
  );
  const pictures = delaysOf(
    shown.map(([second, at]) => ({ second, at })),
    seen,
  );
  const silent = windows.filter(({ low, high }) => Math.hypot(low, high) < usual / 4).length;
  return {
    delays: [...sounds.values()],
    gaps: silent / windows.length,
    pictures: [...pictures.values()],
    apart: [...sounds].flatMap(([second, delay]) => {
      const picture = pictures.get(second);
      return picture === undefined ? [] : [delay - picture];
    }),
  };
}

/** The same of stretches of equal length, one after the other. */
export function together(parts: readonly Judged[]): Judged {
  return {
    delays: parts.flatMap(({ delays }) => delays),
    gaps: parts.reduce((sum, { gaps }) => sum + gaps, 0) / parts.length,
    pictures: parts.flatMap(({ pictures }) => pictures),
    apart: parts.flatMap(({ apart }) => apart),
  };
}

/** By second, milliseconds from when it began on one side until it came on the other: it belongs to the last that began. */
function delaysOf(
  begun: readonly { readonly second: number; readonly at: number }[],
  came: readonly number[],
): Map<number, number> {
  const delays = new Map<number, number>();
  for (const at of came) {
    const from = begun.findLast((candidate) => candidate.at < at);
    // What begins once more is the same second, after a gap.
    if (from && !delays.has(from.second)) delays.set(from.second, at - from.at);
  }
  return delays;
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
