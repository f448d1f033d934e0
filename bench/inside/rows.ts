import { MOST_FRAMES } from '../../content-scripts/frame-worker/pipeline.ts';
import type { FrameRow, FrameShape } from '../results.ts';
import * as aes from './aes-gcm.ts';
import * as ours from './callseal.ts';
import { makeFrames } from './frames.ts';
import { livekit } from './livekit.ts';
import { measureInTurn } from './measure.ts';

const SHAPES: readonly FrameShape[] = [
  { mimeType: 'audio/opus', size: 100 },
  { mimeType: 'video/VP8', type: 'delta', size: 1_200 },
  { mimeType: 'video/VP8', type: 'delta', size: 5_000 },
  { mimeType: 'video/VP8', type: 'key', size: 30_000 },
  { mimeType: 'video/VP8', type: 'key', size: 60_000 },
  { mimeType: 'video/H264', type: 'delta', size: 1_200 },
  { mimeType: 'video/H264', type: 'key', size: 60_000 },
  { mimeType: 'video/H265', type: 'delta', size: 1_200 },
  { mimeType: 'video/H265', type: 'key', size: 60_000 },
  { mimeType: 'video/VP9', type: 'delta', size: 1_200 },
  { mimeType: 'video/VP9', type: 'key', size: 30_000 },
  { mimeType: 'video/AV1', type: 'delta', size: 1_200 },
  { mimeType: 'video/AV1', type: 'key', size: 30_000 },
];

/** Four times what is under way at once, or a second of a large picture: what is more has to wait in cold memory. */
const BATCH = 64;
const BATCH_BYTES = 1_000_000;

/** @param milliseconds for each row */
export async function frameRows(milliseconds: number): Promise<FrameRow[]> {
  const rows: FrameRow[] = [];
  for (const shape of SHAPES) {
    const pair = await ours.members();
    const kind = shape.type ? 'video' : 'audio';
    const theirs = await livekit(shape.mimeType);
    const measured = await measureInTurn(
      {
        callseal: ours.callseal(pair, kind, ours.streams),
        ...(theirs && { livekit: theirs }),
        pipe: ours.callseal(pair, kind, ours.calls),
        call: await aes.aesGcm(aes.calls),
        callInStreams: await aes.aesGcm(aes.streams),
      },
      {
        frames: () => makeFrames(shape, Math.max(MOST_FRAMES, Math.min(BATCH, Math.floor(BATCH_BYTES / shape.size)))),
        // A receiver shows nothing of a picture before its first key frame.
        ...(shape.type === 'delta' && { first: () => makeFrames({ ...shape, type: 'key' }, 1) }),
      },
      milliseconds,
    );
    rows.push({ ...shape, ...measured } as FrameRow);
  }
  return rows;
}
