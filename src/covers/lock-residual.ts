/** How a block is predicted from its neighbours: their mean, the row above, the column to the left. */
export type Prediction = 'mean' | 'above' | 'left';

export interface MacroblockPlan {
  readonly prediction: Prediction;
  /**
   * Walsh-Hadamard coefficients of (wanted - predicted) over the 16 blocks, row by row, in steps in which ground and lock
   * are 1 apart; undefined when the prediction is right.
   */
  readonly coefficients: readonly number[] | undefined;
}

/**
 * Plans the intra macroblocks of a lock card for codecs in which the luma DCs of the 16 blocks of 4 x 4 pixels go
 * through one Walsh-Hadamard transform (VP8's Y2, H.264's Intra16x16). Ground is 0, lock is 1, and mid-grey, which is
 * what is predicted without neighbours, is 1 too; so every difference is -1, 0 or 1 and nothing is ever rounded.
 *
 * @param blocks 1 where the lock covers a block of 4 x 4 pixels, row by row
 * @param stride blocks per row
 */
export function planMacroblock(blocks: Uint8Array, stride: number, row: number, column: number): MacroblockPlan {
  if (isGround(blocks, stride, row, column)) return GROUND;
  const at = (x: number, y: number): number => blocks[(row * 4 + y) * stride + column * 4 + x] ?? 0;
  const above = row > 0 ? [0, 1, 2, 3].map((x) => at(x, -1)) : undefined;
  const left = column > 0 ? [0, 1, 2, 3].map((y) => at(-1, y)) : undefined;
  let best: MacroblockPlan | undefined;
  let bestCount = 17;
  const consider = (prediction: Prediction, predicted: (x: number, y: number) => number): void => {
    if (bestCount === 0) return;
    const coefficients = transform((x, y) => at(x, y) - predicted(x, y));
    const count = coefficients.reduce((sum, coefficient) => sum + (coefficient === 0 ? 0 : 1), 0);
    if (count >= bestCount) return;
    bestCount = count;
    best = { prediction, coefficients: count > 0 ? coefficients : undefined };
  };
  const edge = [...(above ?? []), ...(left ?? [])];
  const mean = edge[0] ?? 1;
  // A mean of both levels would be between them.
  if (edge.every((value) => value === mean)) consider('mean', () => mean);
  if (above) consider('above', (x) => above[x] ?? 0);
  if (left) consider('left', (_x, y) => left[y] ?? 0);
  return best ?? { prediction: 'mean', coefficients: undefined };
}

/** Nearly all macroblocks of a large picture. */
const GROUND: MacroblockPlan = { prediction: 'mean', coefficients: undefined };

/** Whether a macroblock and the edges that it is predicted from are ground; false for the first of the picture. */
function isGround(blocks: Uint8Array, stride: number, row: number, column: number): boolean {
  if (row === 0 && column === 0) return false;
  const firstRow = row > 0 ? row * 4 - 1 : 0;
  const firstColumn = column > 0 ? column * 4 - 1 : 0;
  for (let y = firstRow; y < row * 4 + 4; y++) {
    for (let x = firstColumn; x < column * 4 + 4; x++) if (blocks[y * stride + x] === 1) return false;
  }
  return true;
}

function transform(residual: (x: number, y: number) => number): number[] {
  const rows = [0, 1, 2, 3].map((y) => walsh(residual(0, y), residual(1, y), residual(2, y), residual(3, y)));
  const columns = [0, 1, 2, 3].map((x) =>
    walsh(rows[0]?.[x] ?? 0, rows[1]?.[x] ?? 0, rows[2]?.[x] ?? 0, rows[3]?.[x] ?? 0),
  );
  return [0, 1, 2, 3].flatMap((y) => columns.map((column) => column[y] ?? 0));
}

/** By the number of sign changes: ++++, ++--, +--+, +-+-. */
function walsh(a: number, b: number, c: number, d: number): readonly number[] {
  return [a + b + c + d, a + b - c - d, a - b - c + d, a - b + c - d];
}
