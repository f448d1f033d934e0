/**
 * Marks of what a page has read of pictures and sound, by which the same bytes are known again when they are about to
 * leave: whole, behind a header, cut into pieces, in base64 or as 16-bit samples. What was enciphered or encoded anew in
 * between is not known again; see volume.ts.
 */

/** Bytes of one mark. Nine bytes make twelve letters of base64, so that a mark of either form is as long. */
const SIZE = 12;
/** Base64 turns three bytes into four letters; where a group starts depends on what stands before. */
const ALIGNMENTS = [0, 1, 2] as const;
const LETTERS = 9;
/** Marks that are kept; the oldest are forgotten first. A power of two. */
const KEPT = 131_072;
/** A mark every so many bytes, where the reading is not too large for it. */
const STEP = 256;
/** Silence, stuffing and black would be found anywhere. */
const DIFFERENT_BYTES = 5;

export class Marks {
  readonly #bytes = new Uint8Array(KEPT * SIZE);
  /** Where a mark stands, by its first four bytes. */
  readonly #places = new Map<number, number>();
  #next = 0;

  /** Whether there is anything to look for. */
  get any(): boolean {
    return this.#places.size > 0;
  }

  /**
   * Marks bytes that the page has read.
   *
   * @param most number of places that are marked at most: raw pictures are large and many, and leave by volume
   */
  remember(read: Uint8Array, most = 4_096): void {
    const room = read.byteLength - SIZE;
    if (room < 0) return;
    const places = Math.min(most, Math.ceil(read.byteLength / STEP));
    for (let i = 0; i < places; i++) {
      const at = distinctFrom(read, places === 1 ? 0 : Math.floor((room * i) / (places - 1)), room);
      if (at === undefined) continue;
      this.#keep(read, at);
      for (const start of ALIGNMENTS) this.#keep(inBase64(read, at + start), 0);
    }
  }

  /** Marks samples (-1 to 1) as a page sends them: as they are, and as 16-bit integers, little-endian. */
  rememberSamples(samples: Float32Array): void {
    this.remember(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), 16);
    // The two usual ways to scale.
    for (const negative of [0x8000, 0x7fff]) {
      const integers = Int16Array.from(samples, (sample) => {
        const bounded = Math.max(-1, Math.min(1, sample));
        return bounded * (bounded < 0 ? negative : 0x7fff);
      });
      this.remember(new Uint8Array(integers.buffer), 16);
    }
  }

  /** Whether `leaving` holds anything that was marked. */
  foundIn(leaving: Uint8Array): boolean {
    if (!this.any) return false;
    let start = 0;
    for (let end = 0; end < leaving.byteLength; end++) {
      start = (start >>> 8) | ((leaving[end] ?? 0) << 24);
      if (end < 3) continue;
      const place = this.#places.get(start);
      if (place !== undefined && this.#isAt(place, leaving, end - 3)) return true;
    }
    return false;
  }

  #keep(mark: Uint8Array, at: number): void {
    const place = this.#next;
    this.#next = (this.#next + 1) % KEPT;
    const to = place * SIZE;
    const old = startAt(this.#bytes, to);
    if (this.#places.get(old) === place) this.#places.delete(old);
    for (let i = 0; i < SIZE; i++) this.#bytes[to + i] = mark[at + i] ?? 0;
    this.#places.set(startAt(mark, at), place);
  }

  #isAt(place: number, leaving: Uint8Array, at: number): boolean {
    for (let i = 4; i < SIZE; i++) if (this.#bytes[place * SIZE + i] !== leaving[at + i]) return false;
    return true;
  }
}

/** The four bytes from `at` as one number. */
function startAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

/** Where the next bytes stand that would not be found anywhere, not far from `at`; undefined in a plain area. */
function distinctFrom(bytes: Uint8Array, at: number, last: number): number | undefined {
  for (let near = at; near < at + STEP && near <= last; near += SIZE) if (isDistinct(bytes, near)) return near;
  return undefined;
}

function isDistinct(bytes: Uint8Array, at: number): boolean {
  let different = 0;
  for (let i = at; i < at + SIZE; i++) {
    const before = bytes.indexOf(bytes[i] ?? 0, at);
    if (before === i && ++different === DIFFERENT_BYTES) return true;
  }
  return false;
}

const ALPHABET = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const letters = new Uint8Array(SIZE);

/** Base64 of the nine bytes from `at`, as the letters' ASCII codes. The result is good until the next call. */
function inBase64(bytes: Uint8Array, at: number): Uint8Array {
  for (let i = 0, to = 0; i < LETTERS; i += 3) {
    const group = ((bytes[at + i] ?? 0) << 16) | ((bytes[at + i + 1] ?? 0) << 8) | (bytes[at + i + 2] ?? 0);
    for (let shift = 18; shift >= 0; shift -= 6) letters[to++] = ALPHABET[(group >> shift) & 63] ?? 0;
  }
  return letters;
}
