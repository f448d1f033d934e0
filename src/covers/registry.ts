import type { CodecId } from '../codecs.ts';
import { av1 } from './av1.ts';
import type { Cover } from './cover.ts';
import { h264 } from './h264.ts';
import { h265 } from './h265.ts';
import { opus } from './opus.ts';
import { vp8 } from './vp8.ts';
import { vp9 } from './vp9.ts';

/** Each codec's cover. */
const COVERS: Readonly<Record<CodecId, Cover>> = { opus, vp8, vp9, h264, av1, h265 };

/** By MIME type, in lower case. */
const BY_TYPE: ReadonlyMap<string, Cover> = new Map([
  ['audio/opus', COVERS.opus],
  ['video/vp8', COVERS.vp8],
  ['video/vp9', COVERS.vp9],
  ['video/av1', COVERS.av1],
  ['video/av1x', COVERS.av1], // before AV1 was final
  ['video/h264', COVERS.h264],
  ['video/h265', COVERS.h265],
  ['video/hevc', COVERS.h265],
]);

/** The cover for a codec, by its MIME type in any case. Undefined: frames of this codec cannot be sealed. */
export function coverFor(mimeType: string): Cover | undefined {
  return BY_TYPE.get(mimeType.toLowerCase());
}

/** Every MIME type that can be sealed, in lower case. */
export const SEALED_TYPES: readonly string[] = Array.from(BY_TYPE.keys());
