import type { Bytes } from '../bytes.ts';
import type { CodecId } from '../frame/piece.ts';

/** What is known of the frame that a cover stands in for. */
export interface CoverContext {
  readonly isKey: boolean;
  /** Picture size, 0 x 0 when unknown or for audio. */
  readonly width: number;
  readonly height: number;
  /** The clear frame. Nothing of it goes into the cover but an audio packet's duration and channels. */
  readonly source: Uint8Array;
}

/**
 * A small valid frame of one codec that carries a sealed piece: a decoder without the key draws a lock card or plays
 * silence. All functions are total: any bytes in, a result out, no throw.
 */
export interface Cover {
  readonly id: CodecId;
  /** @returns the cover with `piece` in it, or undefined when this frame cannot carry it */
  wrap(piece: Uint8Array, context: CoverContext): Bytes | undefined;
  /** @returns the piece, a view into `frame`, or undefined when this is none of our covers */
  unwrap(frame: Uint8Array): Uint8Array | undefined;
  /** What a member's decoder gets in place of a frame that did not open: a constant card, or silence as long. */
  card(isKey: boolean, received: Uint8Array): Bytes;
}
