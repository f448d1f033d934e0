/** What a call has sent and taken so far. */
export interface Counters {
  /** Milliseconds on any clock. */
  readonly at: number;
  /** Of the pictures of the one who speaks; undefined where the browser does not say. */
  readonly pictureBytes: number | undefined;
  /** Processor time of the whole browser of the one who speaks, milliseconds; undefined where there is no Linux to tell. */
  readonly senderMs: number | undefined;
  /** The same of the one who listens. */
  readonly receiverMs: number | undefined;
}

export interface Cost {
  /** Kilobits a second of pictures; NaN where it is not known, as below. */
  readonly kilobits: number;
  /** Seconds of processor time for each second of the call. */
  readonly sender: number;
  readonly receiver: number;
}

/** What a call took between two moments. */
export function costBetween(before: Counters, after: Counters): Cost {
  const perMs = (count: keyof Counters): number =>
    ((after[count] ?? Number.NaN) - (before[count] ?? Number.NaN)) / (after.at - before.at);
  return { kilobits: perMs('pictureBytes') * 8, sender: perMs('senderMs'), receiver: perMs('receiverMs') };
}
