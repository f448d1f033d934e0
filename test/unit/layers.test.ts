/** Who gets one layer of a stream alone, as servers choose, and joins late: what it is told of the stream. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type FrameShape, type NodePipe, NodeWorker } from '../support/pipes.ts';

const FRAME_MS = 40;
/** Of the lowest temporal layer is each fourth frame. */
const TEMPORAL = [0, 2, 1, 2] as const;
const LAYERS = [
  { synchronizationSource: 1, spatialIndex: 0 },
  { synchronizationSource: 1, spatialIndex: 1 },
  { synchronizationSource: 2, spatialIndex: 0 },
  { synchronizationSource: 2, spatialIndex: 1 },
] as const;
const FRAME = Uint8Array.from({ length: 300 }, (_, i) => i);

let sender: NodePipe;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  sender = (await new NodeWorker().keys()).sender('video', { role: 'camera', name: 'Ada' });
});
afterEach(() => {
  vi.useRealTimers();
});

async function sealed(number: number, layer: (typeof LAYERS)[number]): Promise<[Uint8Array, FrameShape]> {
  const temporalIndex = TEMPORAL[number % TEMPORAL.length] ?? 0;
  const isKey = number === 0 && layer.spatialIndex === 0;
  const shape = { mimeType: 'video/VP9', isKey, metadata: { ...layer, temporalIndex } } as const;
  const bytes = await sender.put(FRAME, shape);
  if (!bytes) throw new Error('not sealed');
  return [bytes, shape];
}

it.each(LAYERS)('is who sends it, in $synchronizationSource/$spatialIndex', async (layer) => {
  const receiver = (await new NodeWorker().keys()).receiver('video');
  const toldAt: number[] = [];
  for (let number = 0; number < 100; number++) {
    for (const each of LAYERS) {
      const [bytes, shape] = await sealed(number, each);
      // From the second second on, deltas of the lowest temporal layer alone.
      if (each !== layer || number < 25 || shape.metadata?.temporalIndex !== 0) continue;
      await receiver.put(bytes, shape);
      if (receiver.counts().name === 'Ada') toldAt.push(number * FRAME_MS);
    }
    vi.setSystemTime(Date.now() + FRAME_MS);
  }
  expect(toldAt[0]).toBeLessThan(2_000);
});
