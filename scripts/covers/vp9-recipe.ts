import { CARD_SIZE, type Recipe } from './recipe.ts';
import { twoTiles } from './vp9-tiles.ts';

/** Byte of a delta frame that says which references it refreshes, when it is shown and error resilient. */
const REFRESH = 1;
/** Bytes of a key frame's head and first tile, by which a piece is found: docs/frame-format.md. */
const KEY_HEAD_BYTES = 36;
const KEY_FIRST_TILE_BYTES = 165;

export const VP9_RECIPE: Recipe = {
  file: 'src/covers/vp9.generated.ts',
  encoder: [
    ...['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-b:v', '0', '-crf', '52'],
    // One frame in, one frame out, which needs nothing but the key frame.
    ...['-lag-in-frames', '0', '-auto-alt-ref', '0', '-error-resilient', '1'],
    ...['-tile-columns', '0', '-tile-rows', '1'],
  ],
  constants(key, delta) {
    const keyTiles = twoTiles(key, CARD_SIZE.width);
    if (keyTiles.head.byteLength !== KEY_HEAD_BYTES) throw new Error('the head of the VP9 frame has another length');
    // No decoder reads the end of a tile.
    const first = new Uint8Array(KEY_FIRST_TILE_BYTES);
    first.set(keyTiles.first);
    const repeatable = delta.slice();
    repeatable[REFRESH] = 0;
    const deltaTiles = twoTiles(repeatable, CARD_SIZE.width);
    return {
      KEY_HEAD: keyTiles.head,
      KEY_FIRST_TILE: first,
      KEY_SECOND_TILE: keyTiles.second,
      DELTA_HEAD: deltaTiles.head,
      DELTA_FIRST_TILE: deltaTiles.first,
      DELTA_SECOND_TILE: deltaTiles.second,
    };
  },
};
