/** A server writes other payload types into RED, so that another codec's decoder gets what a member said. */
import { beforeEach, expect, it } from 'vitest';
import { opus } from '../../src/covers/opus.ts';
import { buildRed, parseRed } from '../../src/red/red.ts';
import { type NodePipe, NodeWorker } from '../support/pipes.ts';

const RED = { mimeType: 'audio/red' } as const;
const OPUS = 111;
const SPEECH = Uint8Array.from([0xf8, ...Array.from({ length: 60 }, (_, i) => i)]);

let sender: NodePipe;
let receiver: NodePipe;
beforeEach(async () => {
  sender = (await new NodeWorker().keys()).sender('audio');
  receiver = (await new NodeWorker().keys()).receiver('audio');
});

async function sealed(): Promise<Uint8Array> {
  const payload = await sender.put(buildRed([{ payloadType: OPUS, timestampOffset: 0, data: SPEECH }]), RED);
  if (!payload) throw new Error('not sealed');
  return payload;
}

/** The newest block's payload type in its header, which is one byte. */
function withType(payload: Uint8Array, payloadType: number): Uint8Array {
  return Uint8Array.from([payloadType, ...payload.subarray(1)]);
}

it('opens Opus under any type that is given out for a call', async () => {
  for (const type of [OPUS, 96, 35, 127]) {
    const blocks = parseRed((await receiver.put(withType(await sealed(), type), RED)) ?? new Uint8Array(0));
    expect(blocks?.map(({ payloadType, data }) => [payloadType, [...data]])).toEqual([[type, [...SPEECH]]]);
  }
});

it.each([
  ['PCMU', 0],
  ['PCMA', 8],
  ['G.722', 9],
  ['comfort noise', 13],
])('gives the decoder of %s nothing', async (_, type) => {
  const payload = withType(await sealed(), type);
  expect(opus.unwrap(payload.subarray(1))).toBeDefined(); // the piece is whole
  expect(await receiver.put(payload, RED)).toBeUndefined();
  expect(receiver.counts()).toMatchObject({ done: 0, failures: { 'unknown-codec': 1 } });
});

it('does so whichever block it is', async () => {
  const [first, second] = [await sealed(), await sealed()].map((payload) => payload.subarray(1));
  const payload = buildRed([
    { payloadType: 0, timestampOffset: 960, data: first ?? SPEECH },
    { payloadType: OPUS, timestampOffset: 0, data: second ?? SPEECH },
  ]);
  expect(await receiver.put(payload, RED)).toBeUndefined();
  expect(receiver.counts()).toMatchObject({ done: 0, failures: { 'unknown-codec': 1 } });
});
