/** Pieces whose place is remembered: as many as may be late. */
const REMEMBERED = 128;
/** After so long without one that was in order, milliseconds, a server that counts time anew is followed. */
const ANEW_MS = 2_000;

/** Where and when a decoder plays a piece of sound, as the packet that brought it says. */
export interface Playout {
  /** Names receiver and SSRC: timestamps of different ones have nothing to do with one another. */
  readonly source: number;
  /** RTP timestamp, 32 bits. */
  readonly timestamp: number;
}

interface Piece {
  readonly place: bigint;
  readonly timestamp: number;
}

interface Stream {
  source: number;
  /** In the order of both their places and their timestamps. */
  pieces: Piece[];
  highest: bigint;
  acceptedAt: number;
}

/**
 * Keeps sound in the order in which it was sealed. Timestamps are the server's to write, and a decoder plays by them: so
 * a piece must be played behind all that were sealed before it, and before all that were sealed after it.
 */
export class PlayoutOrder {
  readonly #streams = new Map<bigint, Stream>();

  /**
   * Takes note of an authentic, new piece.
   *
   * @param name of the stream
   * @param place grows from piece to piece, in the order of sealing
   * @param nowMs Unix time, milliseconds
   * @returns whether it may be played
   */
  accept(name: bigint, place: bigint, { source, timestamp }: Playout, nowMs: number): boolean {
    const stream = this.#streams.get(name);
    if (!stream) {
      this.#streams.set(name, { source, pieces: [{ place, timestamp }], highest: place, acceptedAt: nowMs });
      return true;
    }
    const isAnew = source !== stream.source || Math.abs(nowMs - stream.acceptedAt) > ANEW_MS;
    if (source === stream.source && insert(stream.pieces, { place, timestamp })) {
      // In order.
    } else if (isAnew && place > stream.highest) {
      stream.source = source;
      stream.pieces = [{ place, timestamp }];
    } else {
      return false;
    }
    if (place > stream.highest) stream.highest = place;
    stream.acceptedAt = nowMs;
    return true;
  }

  /** Forgets streams of which nothing came for so long that nothing of before can be opened. */
  expire(nowMs: number, keptMs: number): void {
    for (const [name, { acceptedAt }] of this.#streams) {
      if (Math.abs(nowMs - acceptedAt) > keptMs) this.#streams.delete(name);
    }
  }
}

/** @returns whether the piece fits in; then it is there */
function insert(pieces: Piece[], piece: Piece): boolean {
  let index = pieces.length;
  while (index > 0 && (pieces[index - 1]?.place ?? 0n) > piece.place) index--;
  const [before, after] = [pieces[index - 1], pieces[index]];
  // What is older than all that is remembered can only be compared with those behind it.
  if (before && isEarlier(piece.timestamp, before.timestamp)) return false;
  if (after && isEarlier(after.timestamp, piece.timestamp)) return false;
  pieces.splice(index, 0, piece);
  if (pieces.length > REMEMBERED) pieces.shift();
  return true;
}

/** Timestamps begin again after 32 bits. */
function isEarlier(one: number, other: number): boolean {
  return ((one - other) | 0) < 0;
}
