import { expect, it } from 'vitest';
import { NodeWorker } from '../support/pipes.ts';

const SHAPE = { mimeType: 'video/VP8', isKey: true } as const;

it('says of each member what he says of himself, and nothing of one before him in the same slot', async () => {
  const ada = (await new NodeWorker().keys()).sender('video', { role: 'camera', name: 'Ada\u202e' });
  const bo = (await new NodeWorker().keys()).sender('video');
  const slot = (await new NodeWorker().keys()).receiver('video');
  const give = async (from: typeof ada): Promise<void> => {
    await slot.put((await from.put(Uint8Array.of(1, 2, 3), SHAPE)) ?? new Uint8Array(0), SHAPE);
  };
  await give(ada);
  expect(slot.counts()).toMatchObject({ done: 1, name: 'Ada', role: 'camera' });
  await give(bo);
  expect(slot.counts()).toMatchObject({ done: 2, name: '', role: '' });
});
