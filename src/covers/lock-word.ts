import type { PictureSize } from './picture-size.ts';

/** The word on the lock card: people who see it can look it up. Letters of 3 x 5 cells, one cell apart. */
const WORD = [
  '### .#. #.. #.. ### ### .#. #..',
  '#.. #.# #.. #.. #.. #.. #.# #..',
  '#.. ### #.. #.. ### ##. ### #..',
  '#.. #.# #.. #.. ..# #.. #.# #..',
  '### #.# ### ### ### ### #.# ###',
] as const;
const COLUMNS = WORD[0].length;
const ROWS = WORD.length;

/** Cells of the word to the shorter side of the picture. */
const CELLS = 48;

/** A block's place in a picture, from its upper left corner. */
type Block = readonly [column: number, row: number];

/**
 * The blocks that the word covers, between the padlock and the lower edge. Its cells are whole blocks, so that letters stay
 * even. A picture without room for it has none.
 *
 * @param side pixels of a block's side
 * @param bottom where the padlock ends, in pixels from above
 */
export function wordBlocks({ width, height }: PictureSize, side: number, bottom: number): Block[] {
  const first = Math.ceil(bottom / side);
  const [columns, rows] = [Math.floor(width / side), Math.floor(height / side) - first];
  // A cell's width stays free above it.
  const wanted = Math.round(Math.min(width, height) / CELLS / side);
  const cell = Math.max(0, Math.min(wanted, Math.floor(columns / COLUMNS), Math.floor(rows / (ROWS + 1))));
  const [left, top] = [Math.floor((columns - COLUMNS * cell) / 2), first + Math.min(2 * cell, rows - ROWS * cell)];
  return Array.from({ length: ROWS * cell * COLUMNS * cell }, (_, i): Block => {
    return [i % (COLUMNS * cell), Math.floor(i / (COLUMNS * cell))];
  })
    .filter(([x, y]) => WORD[Math.floor(y / cell)]?.[Math.floor(x / cell)] === '#')
    .map(([x, y]) => [left + x, top + y]);
}
