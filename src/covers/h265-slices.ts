import type { BitWriter } from './bit-writer.ts';
import { type IntraMode, SliceDataWriter } from './h265-coding-units.ts';
import { lockMask } from './lock-shape.ts';
import type { PictureSize } from './picture-size.ts';

/** Pixels of a coding tree block's side: of the largest coding units and transforms. */
export const TREE_BLOCK = 32;
/** Pixels of a cell's side, the smallest coding unit: all ground or all lock. */
const CELL = 8;
/** Cells of a tree block's side. */
const CELLS = TREE_BLOCK / CELL;
/** Depth of a cell in its tree. */
const DEEPEST = 2;

type Level = 0 | 1;

/** Coding tree blocks along a side. Pictures are coded in whole ones, and cropped. */
export function treeBlocks(side: number): number {
  return Math.ceil(side / TREE_BLOCK);
}

/** slice_segment_data of a P slice that is the reference picture again, with the trailing bits. */
export function writeSkipped(out: BitWriter, { width, height }: PictureSize): void {
  const columns = treeBlocks(width);
  const count = columns * treeBlocks(height);
  const data = new SliceDataWriter(out, 'P');
  for (let i = 0; i < count; i++) {
    data.split(false, 0);
    data.skip((i % columns > 0 ? 1 : 0) + (i >= columns ? 1 : 0));
    data.endUnit(i === count - 1);
  }
}

/** slice_segment_data of an I slice that is the lock card, with the trailing bits. */
export function writeLock(out: BitWriter, size: PictureSize): void {
  new LockWriter(out, size).write();
}

/**
 * Draws with two levels and without rounding: a unit is all ground or all lock, and it is predicted only from neighbours
 * of which it becomes one level. Mid-grey, which is what is predicted without any, is the lock's level.
 */
class LockWriter {
  readonly #data: SliceDataWriter;
  /** Cells of the coded picture. */
  readonly #columns: number;
  readonly #rows: number;
  /** By cells, row by row: 1 is lock. */
  readonly #levels: Uint8Array;
  /** By cells, of the units that are written: depths in their trees, and modes. */
  readonly #depths: Uint8Array;
  readonly #modes: IntraMode[];

  constructor(out: BitWriter, size: PictureSize) {
    this.#data = new SliceDataWriter(out, 'I');
    this.#columns = treeBlocks(size.width) * CELLS;
    this.#rows = treeBlocks(size.height) * CELLS;
    this.#levels = new Uint8Array(this.#columns * this.#rows);
    this.#depths = new Uint8Array(this.#levels.byteLength);
    this.#modes = Array.from(this.#levels, () => 'mean');
    const { blocks, stride } = lockMask(size, CELL);
    for (let row = 0; row * stride < blocks.byteLength; row++) {
      this.#levels.set(blocks.subarray(row * stride, (row + 1) * stride), row * this.#columns);
    }
  }

  write(): void {
    for (let y = 0; y < this.#rows; y += CELLS) {
      for (let x = 0; x < this.#columns; x += CELLS) {
        this.#tree(x, y, 0);
        this.#data.endUnit(y + CELLS === this.#rows && x + CELLS === this.#columns);
      }
    }
  }

  /** coding_quadtree. @param x, y its first cell */
  #tree(x: number, y: number, depth: number): void {
    const cells = CELLS >> depth;
    const level = this.#same(x, y, cells, cells);
    const prediction = level === undefined ? undefined : this.#predict(x, y, cells);
    const isDeeper = (unit: number | undefined): number => (unit !== undefined && unit > depth ? 1 : 0);
    if (depth < DEEPEST) {
      this.#data.split(
        !prediction,
        isDeeper(this.#before(this.#depths, x - 1, y)) + isDeeper(this.#before(this.#depths, x, y - 1)),
      );
    }
    if (level === undefined || !prediction) {
      const half = cells / 2;
      for (const dy of [0, half]) for (const dx of [0, half]) this.#tree(x + dx, y + dy, depth + 1);
      return;
    }
    this.#data.intra({
      log2Side: depth === 0 ? 5 : depth === 1 ? 4 : 3,
      mode: prediction.mode,
      neighbours: [
        this.#before(this.#modes, x - 1, y) ?? 'mean',
        (y % CELLS > 0 ? this.#before(this.#modes, x, y - 1) : undefined) ?? 'mean',
      ],
      luma: level === prediction.level ? 0 : level > prediction.level ? 1 : -1,
      setsChroma: x === 0 && y === 0,
    });
    for (let row = y; row < y + cells; row++) {
      this.#depths.fill(depth, row * this.#columns + x, row * this.#columns + x + cells);
      this.#modes.fill(prediction.mode, row * this.#columns + x, row * this.#columns + x + cells);
    }
  }

  /**
   * The mode that predicts one level all over (section 8.4.4.2, with the smoothing of edges). There always is one for a
   * single cell.
   */
  #predict(x: number, y: number, cells: number): { mode: IntraMode; level: Level } | undefined {
    if (x === 0 && y === 0) return { mode: 'mean', level: 1 };
    // What is outside the picture is as the nearest inside.
    const above = y > 0 ? this.#same(x, y - 1, cells, 1) : this.#same(x - 1, 0, 1, 1);
    const left = x > 0 ? this.#same(x - 1, y, 1, cells) : this.#same(0, y - 1, 1, 1);
    const corner = this.#same(Math.max(x - 1, 0), Math.max(y - 1, 0), 1, 1);
    if (left !== undefined && left === above) return { mode: 'mean', level: left };
    if (left !== undefined && above !== undefined && above === corner) return { mode: 'left', level: left };
    if (above !== undefined && left !== undefined && left === corner) return { mode: 'above', level: above };
    return undefined;
  }

  /** The level of all cells of an area, if it is one. */
  #same(x: number, y: number, columns: number, rows: number): Level | undefined {
    const first = this.#levels[y * this.#columns + x];
    for (let row = y; row < y + rows; row++) {
      for (let at = row * this.#columns + x; at < row * this.#columns + x + columns; at++) {
        if (this.#levels[at] !== first) return undefined;
      }
    }
    return first ? 1 : 0;
  }

  /** What `values` say of a cell; undefined outside the picture. */
  #before<T>(values: ArrayLike<T>, x: number, y: number): T | undefined {
    return x < 0 || y < 0 ? undefined : values[y * this.#columns + x];
  }
}
