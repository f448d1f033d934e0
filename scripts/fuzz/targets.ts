import { coverFor, SEALED_TYPES } from '../../src/covers/registry.ts';
import { parsePiece } from '../../src/frame/piece.ts';
import { decodePlaintext, encodePlaintext } from '../../src/frame/plaintext.ts';
import { parseRed } from '../../src/red/red.ts';
import { decodeHeader } from '../../src/sframe/header.ts';
import { type FrameShape, isCard, NodeWorker } from '../../test/support/pipes.ts';

/** Something that takes bytes from outside. */
export interface Target {
  readonly name: string;
  readonly seeds: readonly Uint8Array[];
  /**
   * @returns what kind of result it was: inputs that bring a new one are kept
   * @throws Error when a promise was broken: a throw, more bytes than there were, an unsealed byte for a decoder
   */
  run(bytes: Uint8Array): string | Promise<string>;
}

const CLEAR = [1, 20, 150, 1_000].map((length) => Uint8Array.from({ length }, (_, i) => (i * 37) & 0xff));
const RED = 'audio/red';

/** All targets, with keys and seeds of their own. */
export async function makeTargets(): Promise<Target[]> {
  const pipes = await Promise.all([...SEALED_TYPES, RED].map(pipeTarget));
  return [...SEALED_TYPES.map(coverTarget), ...parsers(), ...pipes];
}

function coverTarget(mimeType: string): Target {
  const cover = coverFor(mimeType);
  if (!cover) throw new Error(mimeType);
  const piece = Uint8Array.from([0xc5, 0xea, 1, ...Array.from({ length: 60 }, (_, i) => i & 3)]);
  const seeds = [true, false].flatMap((isKey) => [
    cover.wrap(piece, { isKey, width: 64, height: 48, source: piece }) ?? piece,
    cover.card(isKey, piece),
  ]);
  return {
    name: `cover ${mimeType}`,
    seeds,
    run(bytes) {
      const found = cover.unwrap(bytes);
      if (found && found.byteLength > bytes.byteLength) throw new Error('a piece larger than its frame');
      for (const isKey of [true, false]) {
        // A card is as large as a stated size makes it, and no larger.
        if (cover.card(isKey, bytes, bytes).byteLength > 70_000) throw new Error('a card without bounds');
      }
      return found ? `piece of 2^${Math.clz32(found.byteLength)}` : 'none';
    },
  };
}

function parsers(): Target[] {
  const plaintext = encodePlaintext(Uint8Array.from([1, 2, 3]), { role: 'camera', name: 'Ada' }, 128);
  const header = Uint8Array.from([0x99, ...Array.from({ length: 16 }, (_, i) => i + 1)]);
  return [
    {
      name: 'SFrame header',
      seeds: [header, Uint8Array.from([0]), Uint8Array.from([0x88, 200, 200])],
      run: (bytes) => `${decodeHeader(bytes, 0)?.length ?? 'none'}`,
    },
    {
      name: 'piece',
      seeds: [Uint8Array.from([0xc5, 0xea, 1, ...header, ...Array.from({ length: 40 }, () => 7)])],
      run(bytes) {
        const parsed = parsePiece(bytes);
        if (typeof parsed === 'string') return parsed;
        if (parsed.sealed.byteLength > bytes.byteLength) throw new Error('more than there was');
        return `header of ${parsed.headerBytes.byteLength}`;
      },
    },
    {
      name: 'plaintext',
      seeds: [plaintext, Uint8Array.from([0, 1, 2])],
      run(bytes) {
        const decoded = decodePlaintext(Uint8Array.from(bytes));
        if (decoded && decoded.frame.byteLength > bytes.byteLength) throw new Error('more than there was');
        return decoded ? `${decoded.role} ${decoded.name === undefined}` : 'none';
      },
    },
    {
      name: 'RED',
      seeds: [Uint8Array.from([0x80 | 111, 0x0f, 0, 3, 111, 1, 2, 3, 4, 5])],
      run(bytes) {
        const blocks = parseRed(bytes);
        const length = blocks?.reduce((sum, { data }) => sum + data.byteLength, 0) ?? 0;
        if (length > bytes.byteLength) throw new Error('more than there was');
        return `${blocks?.length ?? 'none'}`;
      },
    },
  ];
}

/** A receiver of real sealed frames: of what was changed nothing may come out but the frame as it was, or a card. */
async function pipeTarget(mimeType: string): Promise<Target> {
  const kind = mimeType.startsWith('audio') ? 'audio' : 'video';
  const sender = (await new NodeWorker().keys()).sender(kind);
  const receiver = (await new NodeWorker().keys()).receiver(kind);
  const shapes: FrameShape[] =
    kind === 'video' ? [true, false].map((isKey) => ({ mimeType, isKey })) : [{ mimeType, rtpTimestamp: 0 }];
  const sources = CLEAR.filter(({ byteLength }) => kind === 'video' || byteLength <= 900);
  const seeds: Uint8Array[] = [];
  for (const source of sources) {
    for (const shape of shapes) {
      const frame = await sender.put(mimeType === RED ? Uint8Array.from([111, ...source]) : source, shape);
      if (!frame) throw new Error(`${mimeType} was not sealed`);
      seeds.push(frame);
    }
  }
  const clear = new Set(sources.map((source) => Buffer.from(source).toString('latin1')));
  const cover = coverFor(mimeType === RED ? 'audio/opus' : mimeType);
  let turn = 0;
  return {
    name: `receiver ${mimeType}`,
    seeds,
    async run(bytes) {
      const shape = shapes[turn++ % shapes.length] ?? { mimeType };
      const before = JSON.stringify(receiver.counts().failures);
      const given = await receiver.put(bytes, shape);
      const split = (payload: Uint8Array): Uint8Array[] =>
        mimeType === RED ? (parseRed(payload) ?? []).map(({ data }) => data) : [payload];
      const received = split(bytes);
      for (const block of given?.byteLength ? split(given) : []) {
        const isClear = clear.has(Buffer.from(block).toString('latin1'));
        if (!isClear && !received.some((from) => isCard(cover, block, from))) {
          throw new Error('bytes of the server reached the decoder');
        }
      }
      return JSON.stringify(receiver.counts().failures) === before ? 'quiet' : 'counted';
    },
  };
}
