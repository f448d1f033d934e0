import type { Bytes } from '../bytes.ts';
import { BoolEncoder } from './bool-encoder.ts';
import { NODES_PER_BAND, NODES_PER_BLOCK_TYPE, NODES_PER_CONTEXT, TOKEN_PROBABILITIES } from './vp8-probabilities.ts';

const LUMA_AFTER_Y2 = 0;
const Y2 = 1;
const CHROMA = 2;
const BANDS = [0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7] as const;
const ZIGZAG = [0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15] as const;

/**
 * Values of 5 and more (RFC 6386 section 13.2): the smallest value of each category, its path from node 3 of the tree
 * as node and bit, and the probabilities of its extra bits. Up to 34: more does not come up.
 */
const CATEGORIES = [
  {
    from: 19,
    path: [
      [6, 1],
      [8, 0],
      [9, 1],
    ],
    extra: [176, 155, 140, 135],
  },
  {
    from: 11,
    path: [
      [6, 1],
      [8, 0],
      [9, 0],
    ],
    extra: [173, 148, 140],
  },
  {
    from: 7,
    path: [
      [6, 0],
      [7, 1],
    ],
    extra: [165, 145],
  },
  {
    from: 5,
    path: [
      [6, 0],
      [7, 0],
    ],
    extra: [159],
  },
] as const;

/** What a macroblock has beside its prediction. */
export interface Residual {
  /** Coefficients of the Y2 block, row by row; none means zeros. */
  readonly y2: readonly number[];
  /** DC of every chroma block's difference to the block before it, in quantizer steps. */
  readonly u: number;
  readonly v: number;
}

/** Writes the token partition of a frame (RFC 6386 section 13): Y2 and the DC of chroma, no other coefficients. */
export class TokenWriter {
  readonly #encoder = new BoolEncoder(256);
  /** Per column of macroblocks, whether Y2, two blocks of U and two of V above have coefficients. */
  readonly #above: Uint8Array;
  readonly #left = new Uint8Array(5);

  constructor(columns: number) {
    this.#above = new Uint8Array(columns * 5);
  }

  startRow(): void {
    this.#left.fill(0);
  }

  skip(column: number): void {
    this.#left.fill(0);
    this.#above.fill(0, column * 5, column * 5 + 5);
  }

  write(column: number, { y2, u, v }: Residual): void {
    const left = this.#left;
    const above = this.#above.subarray(column * 5, column * 5 + 5);
    const ordered = ZIGZAG.map((position) => y2[position] ?? 0);
    const hasY2 = this.#block(Y2, 0, (left[0] ?? 0) + (above[0] ?? 0), ordered);
    left[0] = above[0] = hasY2;
    for (let block = 0; block < 16; block++) this.#block(LUMA_AFTER_Y2, 1, 0, []);
    for (const [dc, first] of [
      [u, 1],
      [v, 3],
    ] as const) {
      for (let y = first; y < first + 2; y++) {
        for (let x = first; x < first + 2; x++) {
          left[y] = above[x] = this.#block(CHROMA, 0, (left[y] ?? 0) + (above[x] ?? 0), [dc]);
        }
      }
    }
  }

  finish(): Bytes {
    return this.#encoder.finish();
  }

  /** @returns 1 if the block has coefficients: the context of its neighbours */
  #block(type: number, start: number, context: number, coefficients: readonly number[]): 0 | 1 {
    const encoder = this.#encoder;
    let end = coefficients.length;
    while (end > 0 && coefficients[end - 1] === 0) end--;
    let nodes = this.#nodes(type, start, context);
    for (let i = start; i < end; i++) {
      const value = coefficients[i] ?? 0;
      const size = Math.abs(value);
      // No end of block can follow a zero.
      if (i === start || coefficients[i - 1] !== 0) encoder.write(nodes[0] ?? 128, 1);
      encoder.write(nodes[1] ?? 128, size > 0);
      if (size > 0) {
        this.#magnitude(nodes, size);
        encoder.flag(value < 0);
      }
      if (i < 15) nodes = this.#nodes(type, i + 1, Math.min(size, 2));
    }
    if (end < 16) encoder.write(nodes[0] ?? 128, 0);
    return end > start ? 1 : 0;
  }

  #magnitude(nodes: Uint8Array, size: number): void {
    const node = (index: number, bit: boolean | number): void => this.#encoder.write(nodes[index] ?? 128, bit);
    node(2, size > 1);
    if (size === 1) return;
    node(3, size > 4);
    if (size <= 4) {
      node(4, size > 2);
      if (size > 2) node(5, size > 3);
      return;
    }
    const category = CATEGORIES.find(({ from }) => size >= from);
    if (!category) return;
    for (const [index, bit] of category.path) node(index, bit);
    category.extra.forEach((p, i) => {
      this.#encoder.write(p, ((size - category.from) >> (category.extra.length - 1 - i)) & 1);
    });
  }

  #nodes(type: number, position: number, context: number): Uint8Array {
    const start = type * NODES_PER_BLOCK_TYPE + (BANDS[position] ?? 7) * NODES_PER_BAND + context * NODES_PER_CONTEXT;
    return TOKEN_PROBABILITIES.subarray(start, start + NODES_PER_CONTEXT);
  }
}
