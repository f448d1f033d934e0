import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type EncodedFrame, fillWithPlaceholder } from './frames.ts';
import { PagePlace, pageStreams } from './page-transform.ts';

/** A frame of the browser as far as it is needed: a copy has the metadata and bytes of its own. */
class VideoFrame {
  data: ArrayBuffer;
  readonly #metadata: {
    readonly synchronizationSource: number;
    readonly rtpTimestamp: number;
    readonly frameId: number | undefined;
  };

  constructor(from: VideoFrame | number, frameId?: number) {
    this.data = typeof from === 'number' ? new Uint8Array([from]).buffer : from.data.slice(0);
    this.#metadata =
      typeof from === 'number' ? { synchronizationSource: 7, rtpTimestamp: from, frameId } : from.getMetadata();
  }

  getMetadata() {
    return this.#metadata;
  }
}
class AudioFrame {}

beforeAll(() => {
  vi.stubGlobal('RTCEncodedVideoFrame', VideoFrame);
  vi.stubGlobal('RTCEncodedAudioFrame', AudioFrame);
});
afterAll(() => vi.unstubAllGlobals());

const bytesOf = ({ data }: EncodedFrame): number[] => Array.from(new Uint8Array(data));

/** A pipe with a place in it, and a page that does what the test says with the frames it gets. */
function pipe() {
  const place = new PagePlace('video');
  const to = new TransformStream<EncodedFrame, EncodedFrame>();
  const toPage = new TransformStream<EncodedFrame, EncodedFrame>();
  const fromPage = new TransformStream<unknown, unknown>();
  const onward = to.writable.getWriter();
  const sink = to.readable.getReader();
  return {
    place,
    page: { reader: toPage.readable.getReader(), writer: fromPage.writable.getWriter() },
    streams: { readable: fromPage.readable, writable: toPage.writable },
    send: (frame: VideoFrame) => place.pass(frame as unknown as EncodedFrame, (passed) => void onward.write(passed)),
    next: async () => (await sink.read()).value as EncodedFrame,
  };
}

it('leads every frame by way of the page from the moment it is there', async () => {
  const { place, page, streams, send, next } = pipe();
  const [before, after] = [new VideoFrame(1), new VideoFrame(2)];
  send(before);
  expect(await next()).toBe(before);
  place.divert(streams);
  send(after);
  const { value: copy } = await page.reader.read();
  expect(copy).not.toBe(after);
  (copy as EncodedFrame).data = new Uint8Array([30]).buffer;
  void page.writer.write(copy);
  const came = await next();
  expect(came).toBe(after);
  expect(bytesOf(came)).toEqual([30]);
  expect(place.entered).toBe(2);
});

it('takes back each frame once, and nothing that the page has made up', async () => {
  const { place, page, streams, send, next } = pipe();
  place.divert(streams);
  send(new VideoFrame(1));
  send(new VideoFrame(2));
  const { value: first } = await page.reader.read();
  const { value: second } = await page.reader.read();
  for (const value of [null, 'text', {}, { data: new ArrayBuffer(1) }, new AudioFrame(), new VideoFrame(99)]) {
    void page.writer.write(value);
  }
  for (const value of [first, first, second]) void page.writer.write(value);
  expect([bytesOf(await next()), bytesOf(await next())]).toEqual([[1], [2]]);
});

it('lets nothing past a page that ended its transform', async () => {
  const { place, page, streams, send, next } = pipe();
  place.divert(streams);
  await page.reader.cancel();
  send(new VideoFrame(1));
  const card = new VideoFrame(2) as unknown as EncodedFrame;
  fillWithPlaceholder(card, new Uint8Array([9]));
  send(card as unknown as VideoFrame);
  // The card does go past it; the frame before it never comes.
  expect(await next()).toBe(card);
});

it('refuses a second pair', async () => {
  const { place, page, streams, send } = pipe();
  const other = pipe();
  place.divert(streams);
  place.divert(other.streams);
  send(new VideoFrame(1));
  expect((await page.reader.read()).done).toBe(false);
});

it('takes nothing but two streams from a port', () => {
  const { readable, writable } = new TransformStream();
  expect(pageStreams({ readable, writable })).toEqual({ readable, writable });
  for (const message of [null, 'text', {}, { readable }, { writable }, { readable: writable, writable: readable }]) {
    expect(pageStreams(message)).toBeUndefined();
  }
});

it('takes a frame to which the page gave another timestamp for the one that it was', async () => {
  const { place, page, streams, send, next } = pipe();
  place.divert(streams);
  const [first, second] = [new VideoFrame(1, 11), new VideoFrame(2, 12)];
  send(first);
  send(second);
  await page.reader.read();
  await page.reader.read();
  const changed = new VideoFrame(90, 11);
  await page.writer.write(changed);
  const taken = await next();
  expect(taken).toBe(first);
  expect([bytesOf(taken), taken.getMetadata().rtpTimestamp]).toEqual([[90], 1]);
});

it('leads empty frames past the page', async () => {
  const { place, streams, send, next } = pipe();
  place.divert(streams);
  const empty = new VideoFrame(1);
  empty.data = new ArrayBuffer(0);
  send(empty);
  expect(await next()).toBe(empty);
});
