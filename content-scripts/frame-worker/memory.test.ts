import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Bytes } from '../../src/bytes.ts';
import { NO_EXCEPTIONS } from '../../src/call/exceptions.ts';
import { buildRed } from '../../src/red/red.ts';
import { Member, NOON } from '../../test/support/frame-member.ts';
import { passes } from '../../test/support/passes.ts';
import type { EncodedFrame } from './frames.ts';
import { HeardSound } from './heard-sound.ts';
import { OwnSound } from './own-sound.ts';
import { ReceivePipe } from './receive-pipe.ts';
import { SendPipe } from './send-pipe.ts';

/** Every Map and Set that was made in a test. */
let collections: { readonly size: number }[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOON });
  collections = [];
  const counted = <C extends new (...given: never[]) => { readonly size: number }>(Collection: C): C =>
    new Proxy(Collection, {
      construct(target, given, newTarget) {
        const made = Reflect.construct(target, given, newTarget) as { readonly size: number };
        collections.push(made);
        return made;
      },
    });
  vi.stubGlobal('Map', counted(Map));
  vi.stubGlobal('Set', counted(Set));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const CODECS = ['audio/opus', 'audio/red', 'video/VP8', 'video/VP9', 'video/AV1', 'video/H264', 'video/H265'];
const entries = (): number => collections.reduce((sum, { size }) => sum + size, 0);

async function pipes(mimeType: string): Promise<[SendPipe, ReceivePipe]> {
  const kind = mimeType.startsWith('audio') ? 'audio' : 'video';
  const [from, to] = [await new Member().keys(NOON), await new Member().keys(NOON)];
  const mode = { action: 'seal', exceptions: NO_EXCEPTIONS } as const;
  const nothing = async (): Promise<void> => undefined;
  const ignore = (): void => undefined;
  const [ownSound, heardSound] = [new OwnSound(), new HeardSound(ignore, ignore)];
  ownSound.wanted = true;
  return [
    new SendPipe({ id: 1, side: 'send', kind }, mode, from.sealer.stream(), () => ({}), nothing, ownSound),
    new ReceivePipe({ id: 2, side: 'receive', kind }, mode, to.opener, nothing, heardSound),
  ];
}

it.each(CODECS)(
  'a call of %s takes no more memory for its thousandth frame than for its hundredth',
  async (mimeType) => {
    const [send, receive] = await pipes(mimeType);
    const sizes: { readonly sealed: number; readonly opened: number; readonly entries: number }[] = [];
    for (let number = 0; number < 1_000; number++) {
      const frame = frameOf(mimeType, number);
      expect(await passes(send.begin(frame))).toBe(true);
      const sealed = frame.data.byteLength;
      expect(await passes(receive.begin(frame))).toBe(true);
      sizes.push({ sealed, opened: frame.data.byteLength, entries: entries() });
    }
    const [early, late] = [sizes[99], sizes[999]];
    expect([late?.opened, late?.entries]).toEqual([early?.opened, early?.entries]);
    expect(late?.entries).toBeGreaterThan(0);
    // CTRs have come to need a second byte.
    expect((late?.sealed ?? 0) - (early?.sealed ?? 0)).toBe(mimeType === 'audio/red' ? 2 : 1);
  },
);

function frameOf(mimeType: string, number: number): EncodedFrame {
  const rtpTimestamp = number * 960;
  const isVideo = mimeType.startsWith('video');
  const data = mimeType === 'audio/red' ? redOf(number) : packet(number);
  const frame = {
    data: data.buffer,
    ...(isVideo && { type: number % 30 === 0 ? 'key' : 'delta' }),
    getMetadata: () => ({
      mimeType,
      rtpTimestamp,
      synchronizationSource: 1,
      ...(isVideo && { width: 640, height: 360 }),
    }),
  };
  return frame as unknown as EncodedFrame;
}

function packet(number: number): Bytes {
  return Uint8Array.from({ length: 100 }, (_, i) => (i === 0 ? 0xf8 : number + i));
}

/** A frame and the one before it. */
function redOf(number: number): Bytes {
  const primary = { payloadType: 111, timestampOffset: 0, data: packet(number) };
  const before = { payloadType: 111, timestampOffset: 960, data: packet(number - 1) };
  return buildRed(number === 0 ? [primary] : [before, primary]);
}
