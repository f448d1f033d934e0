import type { Bytes } from '../bytes.ts';
import { buildRed, MAX_REDUNDANT, parseRed, type RedBlock, redLength } from './red.ts';

/** Chromium repeats at most 9 frames; older primaries are not asked for any more. */
const REMEMBERED = 16;

interface Primary<F> {
  readonly source: Uint8Array;
  readonly sealed: Promise<Bytes | F>;
}

/**
 * Seals each block of a RED payload on its own, so that an SFU may strip, repeat or build RED from what it gets. A block
 * that repeats an earlier frame repeats that frame's sealed bytes: it is the same piece, with the same CTR.
 */
export class RedSealer<F extends string> {
  readonly #seal: (frame: Uint8Array) => Promise<Bytes | F>;
  readonly #maxBytes: number;
  /** The frames sealed last, by their RTP timestamp. */
  readonly #primaries = new Map<number, Primary<F>>();

  /**
   * @param seal seals one frame into its cover, or says why not; takes its CTR before it awaits anything
   * @param maxBytes of a payload; older blocks are left out until it fits
   */
  constructor(seal: (frame: Uint8Array) => Promise<Bytes | F>, maxBytes: number) {
    this.#seal = seal;
    this.#maxBytes = maxBytes;
  }

  /**
   * Seals one payload. Every CTR is taken before anything is awaited.
   *
   * @param timestamp RTP timestamp of the payload
   * @returns why the newest frame cannot be sealed; undefined when this is no RED payload
   */
  async seal(payload: Uint8Array, timestamp: number): Promise<Bytes | F | undefined> {
    const blocks = parseRed(payload);
    if (!blocks) return undefined;
    const sealing = blocks.map((block, i) => this.#sealBlock(block, timestamp, i === blocks.length - 1));
    const sealed: RedBlock[] = [];
    for (const [i, block] of blocks.entries()) {
      const isPrimary = i === blocks.length - 1;
      const data = await sealing[i];
      if (typeof data === 'string') {
        if (isPrimary) return data;
      } else if (data && (isPrimary || data.byteLength <= MAX_REDUNDANT)) {
        sealed.push({ ...block, data });
      }
    }
    while (sealed.length > 1 && redLength(sealed) > this.#maxBytes) sealed.shift();
    return buildRed(sealed);
  }

  async #sealBlock(block: RedBlock, timestamp: number, isPrimary: boolean): Promise<Bytes | F | undefined> {
    const at = (timestamp - block.timestampOffset) >>> 0;
    const before = isPrimary ? undefined : this.#primaries.get(at);
    // Only the very same bytes: a page's own transform may have changed them meanwhile.
    if (before && equal(before.source, block.data)) return before.sealed;
    // Nothing to repeat.
    if (!isPrimary && block.data.byteLength === 0) return undefined;
    const sealed = this.#seal(block.data);
    if (isPrimary) {
      this.#primaries.delete(at);
      this.#primaries.set(at, { source: block.data.slice(), sealed });
      const [oldest] = this.#primaries.keys();
      if (this.#primaries.size > REMEMBERED && oldest !== undefined) this.#primaries.delete(oldest);
    }
    return sealed;
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && a.every((byte, i) => byte === b[i]);
}
