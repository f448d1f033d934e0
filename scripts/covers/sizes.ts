/** Prints how many bytes the covers that state a picture size add to a piece: `node --import tsx scripts/covers/sizes.ts`. */
import { h264 } from '../../src/covers/h264.ts';
import { h265 } from '../../src/covers/h265.ts';
import { vp8 } from '../../src/covers/vp8.ts';
import { inParts } from '../../test/support/pieces.ts';

const SIZES = [
  [160, 90],
  [320, 180],
  [640, 360],
  [1280, 720],
  [1920, 1080],
  [3840, 2160],
  [4096, 2304],
] as const;
const NOTHING = new Uint8Array(0);

for (const cover of [vp8, h264, h265]) {
  const rows = SIZES.map(([width, height]) => {
    const bytes = (isKey: boolean): number | undefined =>
      cover.wrap(inParts(NOTHING), { isKey, width, height, source: NOTHING })?.byteLength;
    return { picture: `${width} x ${height}`, key: bytes(true), delta: bytes(false) };
  });
  console.log(cover.id);
  console.table(rows);
}
