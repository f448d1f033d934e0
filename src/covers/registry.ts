import { av1 } from './av1.ts';
import type { Cover } from './cover.ts';
import { h264 } from './h264.ts';
import { h265 } from './h265.ts';
import { opus } from './opus.ts';
import { vp8 } from './vp8.ts';
import { vp9 } from './vp9.ts';

const COVERS: ReadonlyMap<string, Cover> = new Map([
  ['audio/opus', opus],
  ['video/vp8', vp8],
  ['video/vp9', vp9],
  ['video/av1', av1],
  ['video/av1x', av1], // before AV1 was final
  ['video/h264', h264],
  ['video/h265', h265],
  ['video/hevc', h265],
]);

/** The cover for a codec, by its MIME type in any case. Undefined: frames of this codec cannot be sealed. */
export function coverFor(mimeType: string): Cover | undefined {
  return COVERS.get(mimeType.toLowerCase());
}

/** Every MIME type that can be sealed, in lower case. */
export const SEALED_TYPES: readonly string[] = Array.from(COVERS.keys());
