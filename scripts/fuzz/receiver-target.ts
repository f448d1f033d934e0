import { coverFor } from '../../src/covers/registry.ts';
import { buildRed, parseRed } from '../../src/red/red.ts';
import { inParts } from '../../test/support/pieces.ts';
import { type FrameShape, isCard, NodeWorker } from '../../test/support/pipes.ts';
import { realFrames } from '../../test/support/real-frames.ts';
import { promise, type Target } from './target.ts';

export const RED = 'audio/red';
const NOTHING = new Uint8Array(0);
const BLOCK = { payloadType: 111, timestampOffset: 0 } as const;

/**
 * A receiver of two senders' frames. Of what was changed on the way nothing may come out but a frame as it was sealed,
 * and that once, or a constant card. The first sender's frames are opened at once: from then on they are replayed, and
 * the second one's are new.
 */
export async function receiverTarget(mimeType: string): Promise<Target> {
  const kind = mimeType.startsWith('audio') ? 'audio' : 'video';
  const isRed = mimeType === RED;
  const cover = coverFor(isRed ? 'audio/opus' : mimeType);
  if (!cover) throw new Error(`no cover for ${mimeType}`);
  const blocks = (payload: Uint8Array): readonly Uint8Array[] =>
    isRed ? (parseRed(payload) ?? []).map(({ data }) => data) : [payload];
  const payloadOf = (block: Uint8Array): Uint8Array => (isRed ? buildRed([{ ...BLOCK, data: block }]) : block);
  const real = realFrames(cover.id);
  // A delta card has the size of the key frame that was shown last.
  const shown = [undefined, ...real.filter(({ isKey }) => isKey).map(({ bytes }) => bytes)];

  const receiver = (await new NodeWorker().keys()).receiver(kind);
  const clear = new Set<string>();
  const opened = new Set<string>();
  /** @returns whether anything was opened. @throws Error when anything else came out but cards */
  const receive = async (bytes: Uint8Array, shape: FrameShape): Promise<boolean> => {
    const given = await receiver.put(bytes, shape);
    if (!given || bytes.byteLength === 0) return false;
    const received = blocks(bytes);
    const frames = blocks(given)
      .filter((block) => !received.some((from) => shown.some((lastKey) => isCard(cover, block, from, lastKey))))
      .map(textOf);
    for (const frame of frames) {
      promise(clear.has(frame), 'bytes of the server reached the decoder');
      promise(!opened.has(frame), 'a frame was opened twice');
      opened.add(frame);
    }
    return frames.length > 0;
  };

  const seeds: Uint8Array[] = [];
  for (const isFirst of [true, false]) {
    const sender = (await new NodeWorker().keys()).sender(kind);
    for (const [number, { isKey, bytes }] of real.entries()) {
      const shape = shapeOf(mimeType, isKey);
      // Each frame once in all: what was opened must be told apart.
      const source = Uint8Array.from([...bytes, isFirst ? 0 : 1, number]);
      const older = Uint8Array.from([0x78, ...source.subarray(-2)]);
      for (const frame of [source, older]) clear.add(textOf(frame));
      const payload = isRed
        ? buildRed([
            { ...BLOCK, timestampOffset: 960, data: older },
            { ...BLOCK, data: source },
          ])
        : source;
      const sealed = await sender.put(payload, shape);
      promise(sealed !== undefined, `a frame of ${mimeType} was not sealed`);
      seeds.push(sealed);
      if (isFirst) promise(await receive(sealed, shape), `a frame of ${mimeType} was not opened`);
    }
  }
  const piece = cover.unwrap(blocks(seeds[0] ?? NOTHING)[0] ?? NOTHING) ?? NOTHING;
  for (const forged of forgeries(piece)) {
    const wrapped = cover.wrap(inParts(forged), { isKey: false, width: 64, height: 48, source: NOTHING }) ?? NOTHING;
    seeds.push(payloadOf(wrapped));
  }
  let turn = 0;
  return {
    name: `receiver ${mimeType}`,
    seeds: [...seeds, ...real.map(({ bytes }) => payloadOf(bytes))],
    reaches: ['not-sealed', 'unknown-version', 'malformed', 'stale', 'missing-key', 'bad-tag'],
    isLasting: false,
    async run(bytes) {
      const before = { ...receiver.counts().failures } as Readonly<Record<string, number>>;
      const isOpened = await receive(bytes, shapeOf(mimeType, turn++ % 2 === 0));
      const refused = Object.entries(receiver.counts().failures).filter(([reason, count]) => count !== before[reason]);
      const kind = [...(isOpened ? ['opened'] : []), ...refused.map(([reason]) => reason)].join(' + ');
      promise(kind !== '' || bytes.byteLength === 0, 'what was not opened was not counted');
      return { kind: kind || 'empty' };
    },
  };
}

/** What a server can make of a piece without the key: behind prefix (3) and config byte come slot (1) and hint of a KID. */
function forgeries(piece: Uint8Array): Uint8Array[] {
  const withByte = (at: number, bits: number): Uint8Array => piece.map((byte, i) => (i === at ? byte ^ bits : byte));
  return [withByte(2, 0x02), withByte(4, 0x40), withByte(5, 0x70), piece.subarray(0, 12), piece.subarray(0, 30)];
}

function shapeOf(mimeType: string, isKey: boolean): FrameShape {
  return mimeType.startsWith('audio') ? { mimeType } : { mimeType, isKey };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
