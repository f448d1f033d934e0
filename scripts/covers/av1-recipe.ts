import { OBU, obuOf, withoutRefresh } from './av1-obus.ts';
import type { Recipe } from './recipe.ts';

export const AV1_RECIPE: Recipe = {
  file: 'src/covers/av1.generated.ts',
  encoder: [
    ...['-c:v', 'libaom-av1', '-usage', 'good', '-cpu-used', '0', '-b:v', '0', '-crf', '50'],
    // One frame in, one frame out. Error resilience would number the frames, and then none could be repeated.
    ...['-lag-in-frames', '0', '-error-resilience', '0'],
    // What is not there takes no bits.
    ...['-aom-params', 'enable-order-hint=0:enable-cdef=0:enable-restoration=0:enable-palette=0:reduced-tx-type-set=1'],
  ],
  constants(key, delta) {
    const sequence = obuOf(OBU.sequenceHeader, key);
    return {
      SEQUENCE_HEADER: sequence,
      KEY_FRAME: obuOf(OBU.frame, key),
      DELTA_FRAME: withoutRefresh(obuOf(OBU.frame, delta), sequence),
    };
  },
};
