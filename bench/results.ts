/** What a run of the bench finds. Written to bench/results.json; the table of docs/benchmark.md is made from it. */
export interface Results {
  /** With `--quick` the figures are for a first look only. */
  readonly quick: boolean;
  readonly machine: { readonly processor: string; readonly cores: number; readonly system: string };
  readonly livekit: string;
  readonly runtimes: readonly RuntimeResults[];
}

export const RUNTIMES = ['chromium', 'firefox', 'node'] as const;
export type Runtime = (typeof RUNTIMES)[number];

export interface RuntimeResults {
  readonly runtime: Runtime;
  readonly version: string;
  /** ISO 8601. */
  readonly date: string;
  /** Processes that wanted a core in the minute before: the machine may have had more to do. */
  readonly load: number;
  readonly frames: readonly FrameRow[];
  readonly escaper: readonly EscaperRow[];
  /** Browsers only. */
  readonly streams?: readonly StreamsRow[];
  readonly delay?: readonly DelayRow[];
  /** Where the browser runs an AudioContext. */
  readonly soundDelay?: readonly DelayRow[];
  readonly quiet?: readonly QuietRow[];
  /** Where whole calls were measured at another time than the rest. */
  readonly callsMeasured?: { readonly date: string; readonly load: number };
}

/** Kilobits a second of one sender's sound, of a tone and muted. */
export interface QuietRow {
  readonly sender: string;
  readonly call: 'plain' | 'callseal' | 'livekit';
  readonly speaking: number;
  readonly muted: number;
}

/** Microseconds for one frame: median and 95th percentile of the batches. */
export interface Times {
  readonly p50: number;
  readonly p95: number;
}

export interface Measured {
  readonly encrypt: Times;
  readonly decrypt: Times;
  /** Bytes that an encrypted frame has more than the clear one, on average. */
  readonly overhead: number;
}

/** How many times as long one takes as another, in the median of the rounds in which both took their turn. */
export interface Ratio {
  readonly encrypt: number;
  readonly decrypt: number;
}

export interface FrameShape {
  readonly mimeType: string;
  /** Undefined for audio. */
  readonly type?: 'key' | 'delta';
  /** Bytes. */
  readonly size: number;
}

export interface FrameRow extends FrameShape {
  /** The whole way of a frame: read from a stream, sealed or opened in our pipe, written to a stream. */
  readonly callseal: Measured;
  /** The same way through LiveKit's worker; undefined for codecs that it does not encrypt. */
  readonly livekit?: Measured;
  /** Our pipe without the streams, as many frames under way. */
  readonly pipe: Measured;
  /** The WebCrypto call that the pipe makes, without anything around it, as many under way. */
  readonly call: Measured;
  /** The same call in the same streams. */
  readonly callInStreams: Measured;
  /** LiveKit to Callseal. */
  readonly livekitRatio?: Ratio;
  /** Our pipe without the streams to the bare call. */
  readonly pipeRatio: Ratio;
  /** Our whole way to the call in the same streams. */
  readonly wayRatio: Ratio;
}

export interface EscaperRow {
  readonly input: 'zeros' | 'random';
  /** Bytes. */
  readonly size: number;
  readonly callseal: Measured;
  readonly livekit: Measured;
  /** A copy of the input, as the limit. */
  readonly copy: Measured;
}

export interface StreamsRow {
  /** Incoming pictures, 30 frames a second each. */
  readonly streams: number;
  /** Of one core, 0 to 1 for each: what the browser took with the frames passed on, and what was added to that. */
  readonly idle: number;
  readonly callseal: number;
  readonly livekit: number;
}

/** Milliseconds from the drawing of a picture to its being shown by the other side, or from a sound to its being heard. */
export interface DelayRow {
  /** 'passing': through a worker that only passes frames on, which is what the browser takes by itself. */
  readonly call: 'plain' | 'passing' | 'callseal' | 'livekit';
  /** Or sounds. */
  readonly pictures: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  /** The mean of each round, in which all calls took their turn at the same time. */
  readonly rounds?: readonly number[];
}
