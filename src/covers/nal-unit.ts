import { type Bytes, concat } from '../bytes.ts';
import { escaped } from './emulation-prevention.ts';

/** In 4 bytes, as Chromium's depacketizers write it (H.264 and H.265 annex B). */
const START_CODE: Bytes = new Uint8Array([0, 0, 0, 1]);

/** A NAL unit in Annex B form. @param header 1 byte in H.264, 2 in H.265 */
export function nalUnit(header: readonly number[], rbsp: Uint8Array): Bytes {
  return concat(START_CODE, new Uint8Array(header), escaped(rbsp));
}
