import { escaped, unescapedPart } from '../../src/covers/emulation-prevention.ts';
import type { EscaperRow } from '../results.ts';
import { randomBytes, type SyntheticFrame } from './frames.ts';
import { type Contestant, detach, type Lane } from './lane.ts';
import { loadLivekit } from './livekit.ts';
import { measuredOf, measureInTurn } from './measure.ts';

const SIZE = 60_000;
/** Some escapers take milliseconds for one. */
const BATCH = 16;
const INPUTS = { zeros: () => new Uint8Array(SIZE), random: () => randomBytes(SIZE) } as const;

type Convert = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array;

/** Emulation prevention alone: ciphertext is random, zeros are the worst that can come. @param milliseconds a row */
export async function escaperRows(milliseconds: number): Promise<EscaperRow[]> {
  const { escaper } = await loadLivekit();
  const contestants = {
    callseal: contestant(escaped, (bytes) => unescapedPart(bytes, 0, SIZE) ?? bytes),
    livekit: contestant(
      (bytes) => escaper.writeRbsp(bytes),
      (bytes) => (escaper.needsRbspUnescaping(bytes) ? escaper.parseRbsp(bytes) : bytes),
    ),
    copy: contestant(
      (bytes) => bytes.slice(),
      (bytes) => bytes.slice(),
    ),
  };
  const rows: EscaperRow[] = [];
  for (const [input, make] of Object.entries(INPUTS)) {
    const body = make();
    const frames = (): SyntheticFrame[] => Array.from({ length: BATCH }, () => frameOf(body.slice()));
    const { callseal, livekit, copy } = await measureInTurn(contestants, { frames }, milliseconds);
    if (!callseal || !livekit || !copy) throw new Error('a contestant was not measured');
    const measured = { callseal: measuredOf(callseal), livekit: measuredOf(livekit), copy: measuredOf(copy) };
    rows.push({ input: input as keyof typeof INPUTS, size: SIZE, ...measured });
  }
  return rows;
}

function contestant(add: Convert, remove: Convert): Contestant {
  return { encrypt: lane(add), decrypt: lane(remove) };
}

function lane(convert: Convert): Lane {
  const convertAll = (frames: readonly SyntheticFrame[], out: (data: ArrayBuffer) => void): void => {
    for (const frame of frames) {
      const bytes = convert(new Uint8Array(frame.data));
      // A view of the whole is as good as its memory; what ends before is not used here.
      frame.data = bytes.buffer as ArrayBuffer;
      out(frame.data);
    }
  };
  return {
    async consume(frames) {
      convertAll(frames, detach);
    },
    async run(frames) {
      convertAll(frames, () => undefined);
      return frames;
    },
  };
}

function frameOf(bytes: Uint8Array<ArrayBuffer>): SyntheticFrame {
  return { data: bytes.buffer, timestamp: 0, getMetadata: () => ({}) };
}
