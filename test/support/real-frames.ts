import { readFileSync } from 'node:fs';
import type { CodecId } from '../../src/codecs.ts';

export interface RealFrame {
  readonly isKey: boolean;
  readonly bytes: Uint8Array;
}

type Committed = Readonly<Record<CodecId, readonly { readonly isKey: boolean; readonly bytes: string }[]>>;

/** Written by `npm run frames`. */
const FRAMES = JSON.parse(readFileSync(new URL('../fixtures/real-frames.json', import.meta.url), 'utf8')) as Committed;

/** Small frames of a real encoder, in their order: of 64 x 48 pixels, or Opus packets of several shapes. */
export function realFrames(codec: CodecId): RealFrame[] {
  return FRAMES[codec].map(({ isKey, bytes }) => ({ isKey, bytes: Uint8Array.from(Buffer.from(bytes, 'base64')) }));
}
