/** What goes through unsealed by the user's choice, and what does not all the same, through the worker's real pipes. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NO_EXCEPTIONS } from '../../src/call/exceptions.ts';
import { buildRed } from '../../src/red/red.ts';
import { type FrameShape, type NodePipe, NodeWorker } from '../support/pipes.ts';
import { realFrames } from '../support/real-frames.ts';

const KEY: FrameShape = { mimeType: 'video/VP8', isKey: true };
const DELTA: FrameShape = { mimeType: 'video/VP8', isKey: false };
const SOUND: FrameShape = { mimeType: 'audio/opus' };
const RED: FrameShape = { mimeType: 'audio/red' };
const [clearKey, clearDelta] = realFrames('vp8').map(({ bytes }) => bytes);
const [clearSound] = realFrames('opus').map(({ bytes }) => bytes);
if (!clearKey || !clearDelta || !clearSound) throw new Error('no frames');

let me: NodeWorker;
const keyed = (): Promise<NodeWorker> => new NodeWorker().keys();
/** @returns whether the decoder got the very bytes that came */
const passes = async (pipe: NodePipe, bytes: Uint8Array, shape: FrameShape): Promise<boolean> =>
  Buffer.compare((await pipe.put(bytes, shape)) ?? new Uint8Array(0), bytes) === 0;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  me = await keyed();
});
afterEach(() => {
  vi.useRealTimers();
});

it('without a choice nothing unsealed is shown, heard or sent', async () => {
  expect(await passes(me.receiver('video'), clearKey, KEY)).toBe(false);
  expect(await passes(me.receiver('audio'), clearSound, SOUND)).toBe(false);
  expect(await passes(me.receiver('audio'), clearSound, { mimeType: 'audio/G722' })).toBe(false);
  expect(await passes(me.sender('audio'), clearSound, SOUND)).toBe(false);
});

it('unsealed participants are shown from a key frame on, heard, and counted as what they are', async () => {
  me.exceptions = { hear: true, sound: false };
  const picture = me.receiver('video');
  expect(await passes(picture, clearDelta, DELTA)).toBe(false);
  expect(await passes(picture, clearKey, KEY)).toBe(true);
  expect(await passes(picture, clearDelta, DELTA)).toBe(true);
  expect(picture.counts()).toMatchObject({ passed: 2, done: 0, failures: { 'waiting-for-key-frame': 1 } });
  const sound = me.receiver('audio');
  expect(await passes(sound, clearSound, SOUND)).toBe(true);
  expect(await passes(sound, buildRed([{ payloadType: 111, timestampOffset: 0, data: clearSound }]), RED)).toBe(true);
  expect(await passes(me.receiver('audio'), clearSound, { mimeType: 'audio/G722' })).toBe(true);
  // One's own sound and picture stay sealed.
  expect(await passes(me.sender('audio'), clearSound, SOUND)).toBe(false);
  expect(await passes(me.sender('video'), clearKey, KEY)).toBe(false);

  me.exceptions = NO_EXCEPTIONS;
  expect(await passes(picture, clearDelta, DELTA)).toBe(false);
  expect(await passes(sound, clearSound, SOUND)).toBe(false);
});

it('nothing is put in between a member’s frames, and what is sealed with another key is not shown', async () => {
  me.exceptions = { hear: true, sound: true };
  const member = await keyed();
  const picture = me.receiver('video');
  const sealed = await member.sender('video').put(clearKey, KEY);
  expect(Buffer.compare((await picture.put(sealed ?? clearDelta, KEY)) ?? clearDelta, clearKey)).toBe(0);
  expect(await passes(picture, clearKey, KEY)).toBe(false);
  vi.setSystemTime(Date.now() + 2_900);
  expect(await passes(picture, clearKey, KEY)).toBe(false);
  // He has left the slot.
  vi.setSystemTime(Date.now() + 200);
  expect(await passes(picture, clearKey, KEY)).toBe(true);

  // Changed on the way, or sealed with another key: it has a seal, and does not open.
  const changed = await member.sender('video').put(clearKey, KEY);
  changed?.fill(1, changed.byteLength - 40, changed.byteLength - 30);
  expect(await passes(me.receiver('video'), changed ?? clearKey, KEY)).toBe(false);
});

it('clear sound is sent and heard, and pictures stay sealed', async () => {
  me.exceptions = { hear: false, sound: true };
  const [sent, heard] = [me.sender('audio'), me.receiver('audio')];
  expect(await passes(sent, clearSound, SOUND)).toBe(true);
  expect(sent.counts()).toMatchObject({ passed: 1, done: 0 });
  expect(await passes(heard, clearSound, SOUND)).toBe(true);
  expect(await passes(me.sender('video'), clearKey, KEY)).toBe(false);
  expect(await passes(me.receiver('video'), clearKey, KEY)).toBe(false);
  // Who does not say his in clear is heard all the same.
  const sealed = await (await keyed()).sender('audio').put(clearSound, SOUND);
  expect(Buffer.compare((await heard.put(sealed ?? clearDelta, SOUND)) ?? clearDelta, clearSound)).toBe(0);

  me.exceptions = NO_EXCEPTIONS;
  expect(await passes(sent, clearSound, SOUND)).toBe(false);
  expect(sent.counts()).toMatchObject({ passed: 1, done: 1 });
});
