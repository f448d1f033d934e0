import { MOST_FRAMES } from '../../content-scripts/frame-worker/pipeline.ts';
import type { FrameRow, FrameShape } from '../results.ts';
import * as aes from './aes-gcm.ts';
import * as ours from './callseal.ts';
import { makeFrames } from './frames.ts';
import { livekit } from './livekit.ts';
import { measuredOf, measureInTurn, ratioOf, type Samples } from './measure.ts';

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

/** Of this size browsers' frames are as a rule. */
const FIRST: FrameShape = { mimeType: 'video/VP8', type: 'delta', size: 1_200 };

/** @param milliseconds for each row */
export async function frameRows(milliseconds: number): Promise<FrameRow[]> {
  const rows: FrameRow[] = [];
  // What runs often is compiled better and better; the first row must not pay for that.
  for (const [i, shape] of [FIRST, ...SHAPES].entries()) {
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
    if (i > 0) rows.push(rowOf(shape, measured));
  }
  return rows;
}

type Contestants = 'callseal' | 'livekit' | 'pipe' | 'call' | 'callInStreams';

function rowOf(shape: FrameShape, samples: Partial<Record<Contestants, Samples>>): FrameRow {
  const { callseal, livekit, pipe, call, callInStreams } = samples;
  if (!callseal || !pipe || !call || !callInStreams) throw new Error('a contestant was not measured');
  return {
    ...shape,
    callseal: measuredOf(callseal),
    ...(livekit && { livekit: measuredOf(livekit), livekitRatio: ratioOf(livekit, callseal) }),
    pipe: measuredOf(pipe),
    call: measuredOf(call),
    callInStreams: measuredOf(callInStreams),
    pipeRatio: ratioOf(pipe, call),
    wayRatio: ratioOf(callseal, callInStreams),
  };
}
