/** What the worker's pipes count, and what they leave alone. */
import { beforeEach, expect, it } from 'vitest';
import { buildRed, parseRed, type RedBlock } from '../../src/red/red.ts';
import { type NodePipe, NodeWorker } from '../../test/support/pipes.ts';

const OPUS = { mimeType: 'audio/opus' };
const RED = { mimeType: 'audio/red' };
/** What LiveKit's server sends when somebody mutes: 80 bytes, all behind the third without meaning. */
const SILENCE = Uint8Array.from({ length: 80 }, (_, i) => [0xf8, 0xff, 0xfe][i] ?? 0);
/** Its empty pictures: VP8 of 8 x 8, and H.264 of 2 x 2. */
const EMPTY_VP8 = Buffer.from('10020' + '09d012a0800080000470885858885848802020' + '00c0d6000feffab5080', 'hex');
const EMPTY_H264 = Buffer.from(
  '0000000167' +
    '42c01f0fd91f88888400000300040000030' +
    '0c83c60c920' +
    '0000000168' +
    '87cb83cb20' +
    '0000000165' +
    '88840af26280' +
    '00a7be',
  'hex',
);

let ada: NodeWorker;
let bo: NodeWorker;
beforeEach(async () => {
  ada = await new NodeWorker().keys();
  bo = await new NodeWorker().keys();
});

const packet = (number: number): Uint8Array => Uint8Array.from({ length: 80 }, (_, i) => (i === 0 ? 0x78 : number + i));

/** Frame `number` and the two before it, as Chromium packs them. */
function red(number: number): Uint8Array {
  const blocks: RedBlock[] = [];
  for (let back = Math.min(2, number); back >= 0; back--) {
    blocks.push({ payloadType: 111, timestampOffset: back * 960, data: packet(number - back) });
  }
  return buildRed(blocks);
}

async function throughRed(send: NodePipe, receive: NodePipe, numbers: number[], lost: number[] = []): Promise<void> {
  for (const number of numbers) {
    const shape = { ...RED, rtpTimestamp: number * 960 };
    const sealed = await send.put(red(number), shape);
    if (sealed && !lost.includes(number)) await receive.put(sealed, shape);
  }
}

it.each([OPUS, RED])('an empty frame of %o is nothing: it is neither sealed nor counted', async (shape) => {
  const send = ada.sender('audio');
  expect(await send.put(new Uint8Array(0), shape)).toEqual(new Uint8Array(0));
  expect(send.counts()).toMatchObject({ seen: 0, done: 0, failures: {} });
});

it('with RED each frame counts once, also one that was lost and came with the next', async () => {
  const [send, receive] = [ada.sender('audio'), bo.receiver('audio')];
  await throughRed(send, receive, [0, 1, 2, 3, 4, 5], [2, 3]);
  expect(receive.counts()).toMatchObject({ done: 6, failures: {} });
});

it('with RED each frame that does not open counts once', async () => {
  const [send, receive] = [(await new NodeWorker().keys()).sender('audio'), new NodeWorker().receiver('audio')];
  await throughRed(send, receive, [0, 1, 2, 3, 4, 5]);
  expect(receive.counts()).toMatchObject({ done: 0, failures: { 'no-key': 6 } });
  const clear = bo.receiver('audio');
  for (let number = 0; number < 6; number++) await clear.put(red(number), { ...RED, rtpTimestamp: number * 960 });
  expect(clear.counts().failures).toEqual({ 'not-sealed': 6 });
  expect(parseRed(red(5))).toHaveLength(3);
});

it('a server’s own silence and empty pictures are told from sound and pictures that are not sealed', async () => {
  const [sound, picture] = [bo.receiver('audio'), bo.receiver('video')];
  for (let i = 0; i < 51; i++) await sound.put(SILENCE, OPUS);
  await sound.put(new Uint8Array([0xf8]), OPUS); // a pause
  await sound.put(buildRed([{ payloadType: 111, timestampOffset: 0, data: SILENCE }]), RED);
  await picture.put(EMPTY_VP8, { mimeType: 'video/VP8', isKey: true });
  await picture.put(EMPTY_H264, { mimeType: 'video/H264', isKey: true });
  expect(sound.counts().failures).toEqual({ blank: 53 });
  expect(picture.counts().failures).toEqual({ blank: 2 });
  // The control.
  await sound.put(packet(1), OPUS);
  await picture.put(new Uint8Array(300), { mimeType: 'video/VP8', isKey: true });
  expect(sound.counts().failures['not-sealed']).toBe(1);
  expect(picture.counts().failures['not-sealed']).toBe(1);
});
