import { type Bytes, withRoom } from '../bytes.ts';
import type { CodecId } from '../codecs.ts';
import { beginsAsPiece } from '../magic.ts';

/** A sealed piece in its two parts, one behind the other. */
export interface Piece {
  /** Prefix and SFrame header. */
  readonly head: Uint8Array;
  /** Ciphertext and tag. Goes to the cover, which grows around it: a further buffer costs more than all else of a cover. */
  readonly sealed: ArrayBuffer;
}

export function lengthOf({ head, sealed }: Piece): number {
  return head.byteLength + sealed.byteLength;
}

/**
 * `piece` in one, with room around it, all of which has to be written to. Takes `piece.sealed`: nobody may use it any more,
 * nor ask for its length.
 *
 * @param before bytes
 * @param behind bytes
 */
export function enclosed({ head, sealed }: Piece, before: number, behind: number): Bytes {
  const made = withRoom(sealed, before + head.byteLength, behind);
  made.set(head, before);
  return made;
}

/** What is known of the frame that a cover stands in for. */
export interface CoverContext {
  readonly isKey: boolean;
  /** Picture size, 0 x 0 when unknown or for audio. A delta has the size of the key frame before it. */
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
  /**
   * Whether a delta card may stand between the frames of any stream without harm. If not, it must follow this cover's
   * own key frame or key card: a decoder that shows another stream is given the key card in its place.
   */
  readonly deltaCardFitsAny: boolean;
  /** Takes `piece.sealed`. @returns the cover, or undefined when this frame cannot carry it */
  wrap(piece: Piece, context: CoverContext): Bytes | undefined;
  /** @returns the piece, a view into `frame` where possible, or undefined when this is none of our covers */
  unwrap(frame: Uint8Array): Uint8Array | undefined;
  /**
   * What a member's decoder gets in place of a frame that did not open: a card, or silence as long. Nothing of what was
   * received is in it but what is said here.
   *
   * @param received the frame that did not open; of an audio packet the duration and channels are taken
   * @param lastKey the key frame that the decoder was given last: a delta card has its picture size (VP8)
   */
  card(isKey: boolean, received: Uint8Array, lastKey?: Uint8Array): Bytes;
}

/** `candidate` if it begins as a piece does. */
export function pieceOrUndefined(candidate: Uint8Array): Uint8Array | undefined {
  return beginsAsPiece(candidate) ? candidate : undefined;
}
