import { CARD_SIZE, type Recipe } from './recipe.ts';
import { twoTiles } from './vp9-tiles.ts';

/** Byte of a delta frame that says which references it refreshes, when it is shown and error resilient. */
const REFRESH = 1;

export const VP9_RECIPE: Recipe = {
  file: 'src/covers/vp9.generated.ts',
  encoder: [
    ...['-c:v', 'libvpx-vp9', '-deadline', 'best', '-b:v', '0', '-crf', '50'],
    // One frame in, one frame out, which needs nothing but the key frame.
    ...['-lag-in-frames', '0', '-auto-alt-ref', '0', '-error-resilient', '1'],
    ...['-tile-columns', '0', '-tile-rows', '1'],
  ],
  constants(key, delta) {
    const keyTiles = twoTiles(key, CARD_SIZE.width);
    const repeatable = delta.slice();
    repeatable[REFRESH] = 0;
    const deltaTiles = twoTiles(repeatable, CARD_SIZE.width);
    return {
      KEY_HEAD: keyTiles.head,
      KEY_FIRST_TILE: keyTiles.first,
      KEY_SECOND_TILE: keyTiles.second,
      DELTA_HEAD: deltaTiles.head,
      DELTA_FIRST_TILE: deltaTiles.first,
      DELTA_SECOND_TILE: deltaTiles.second,
    };
  },
};
