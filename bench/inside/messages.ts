/** What the inside of the bench and its command say to each other. */
import type { DelayRow, EscaperRow, FrameRow, QuietRow, StreamsRow } from '../results.ts';
import type { Pace } from './paced.ts';

export interface Order {
  /** For each row: milliseconds. */
  readonly rowMs: number;
  /** Undefined where processor time cannot be read. */
  readonly pace?: Pace;
}

export interface Report {
  readonly frames: readonly FrameRow[];
  readonly escaper: readonly EscaperRow[];
  readonly streams?: readonly StreamsRow[];
}

export type FromInside =
  | { readonly bench: 'cpu' }
  | { readonly bench: 'report'; readonly report: Report }
  | { readonly bench: 'failed'; readonly message: string };

export type ToInside =
  | { readonly bench: 'order'; readonly order: Order }
  | { readonly bench: 'cpu'; readonly ms: number };

export interface PageOrder {
  /** Undefined where whole calls alone are measured. */
  readonly order: Order | undefined;
  readonly delay: { readonly seconds: number; readonly rounds: number };
}

/** What was measured of whole calls. */
export interface CallRows {
  readonly delay: readonly DelayRow[];
  readonly soundDelay?: readonly DelayRow[];
  readonly quiet: readonly QuietRow[];
}

/** What the page says for itself and for its worker. */
export type FromPage = FromInside | { readonly bench: 'ready' } | { readonly bench: 'calls'; readonly rows: CallRows };
