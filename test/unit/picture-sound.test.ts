/** Sound inside pictures, through the frame worker's real pipes, with a server between them that does what it likes. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { opus } from '../../src/covers/opus.ts';
import { vp8 } from '../../src/covers/vp8.ts';
import { EXTENDED } from '../../src/frame/piece.ts';
import { type NodePipe, NodeWorker } from '../support/pipes.ts';

const TICKS = 960;
const SPEECH = Uint8Array.from({ length: 80 }, (_, i) => (i === 0 ? 0x78 : i));
const PICTURE = Uint8Array.from({ length: 60 }, (_, i) => (i === 0 ? 0x10 : i));
const VP8 = { mimeType: 'video/VP8', isKey: true };

/** Somebody who speaks and is seen. */
class Speaker {
  readonly worker: NodeWorker;
  readonly camera: NodePipe;
  readonly #microphone: NodePipe;
  #spoken = 0;

  private constructor(worker: NodeWorker) {
    this.worker = worker;
    this.worker.ownSound.wanted = true;
    this.#microphone = worker.sender('audio');
    this.camera = worker.sender('video');
  }

  static async join(): Promise<Speaker> {
    return new Speaker(await new NodeWorker().keys());
  }

  /** @returns the sealed sound, as it goes to the mixer */
  async speak(): Promise<Uint8Array> {
    const rtpTimestamp = this.#spoken++ * TICKS;
    return given(await this.#microphone.put(SPEECH, { mimeType: 'audio/opus', rtpTimestamp }));
  }

  /** Speaks, and is seen. @returns the sealed picture, as the server has it */
  async picture(): Promise<Uint8Array> {
    await this.speak();
    return given(await this.camera.put(PICTURE, VP8));
  }
}

function given(bytes: Uint8Array | undefined): Uint8Array {
  if (!bytes) throw new Error('nothing was sent');
  return bytes;
}

let ada: Speaker;
let bo: Speaker;
let tile: NodePipe;
beforeEach(async () => {
  // A slow machine is no late sound.
  vi.useFakeTimers({ toFake: ['performance'] });
  ada = await Speaker.join();
  bo = await Speaker.join();
  tile = bo.worker.receiver('video');
});

afterEach(() => {
  vi.useRealTimers();
});

const show = (bytes: Uint8Array, where = tile): Promise<unknown> => where.put(bytes, VP8);
const heard = (by = bo): number[] => by.worker.heard.map(({ at }) => at / TICKS);
const isExtended = (sealed: Uint8Array): boolean => ((vp8.unwrap(sealed)?.[2] ?? 0) & EXTENDED) !== 0;

describe('sound in pictures', () => {
  it('is heard, and the picture comes out as it went in', async () => {
    for (let i = 0; i < 3; i++) expect(await show(await ada.picture())).toEqual(PICTURE);
    expect(heard()).toEqual([0, 1, 2]);
    expect(bo.worker.heard[0]?.opus).toEqual(SPEECH);
  });

  it('is silence at the mixer, and sealed', async () => {
    const sent = await ada.speak();
    expect(opus.unwrap(sent)).toBeDefined();
    expect(Buffer.from(sent).includes(Buffer.from(SPEECH.subarray(1, 20)))).toBe(false);
  });

  it('is in no picture where the server is not known to mix', async () => {
    ada.worker.ownSound.wanted = false;
    expect(isExtended(await ada.picture())).toBe(false);
    ada.worker.ownSound.wanted = true;
    expect(isExtended(await ada.picture())).toBe(true);
  });

  it('is in the lowest spatial layer of SVC, and in each layer of simulcast', async () => {
    await ada.speak();
    const layers = [{ spatialIndex: 0 }, { spatialIndex: 1 }, { spatialIndex: 0, synchronizationSource: 2 }];
    const sent = [];
    for (const metadata of layers) sent.push(given(await ada.camera.put(PICTURE, { ...VP8, metadata })));
    expect(sent.map(isExtended)).toEqual([true, false, true]);
    await show(given(sent[2]));
    expect(heard()).toEqual([0]);
  });

  it('is in no picture while it goes in clear by choice', async () => {
    ada.worker.exceptions = { hear: false, sound: true };
    expect(await ada.speak()).toEqual(SPEECH);
    expect(isExtended(given(await ada.camera.put(PICTURE, VP8)))).toBe(false);
  });

  it('is heard of a server that repeats, mixes up and drops pictures, once each and in its place', async () => {
    const pictures: Uint8Array[] = [];
    for (let i = 0; i < 8; i++) pictures.push(await ada.picture());
    for (const i of [1, 0, 1, 3, 2, 3, 6, 7, 0]) await show(pictures[i] ?? PICTURE); // 4 and 5 are lost
    expect(heard().toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 5, 6, 7]);
  });

  it('is not heard when a picture comes a second late', async () => {
    await show(await ada.picture());
    const kept = await ada.picture();
    for (let i = 0; i < 52; i++) await ada.speak();
    await show(await ada.picture());
    const before = heard();
    await show(kept);
    expect(heard()).toEqual(before);
  });

  it('is that of whoever sealed the picture, in whatever tile it comes', async () => {
    const other = bo.worker.receiver('video');
    const eve = await Speaker.join();
    await show(await ada.picture(), other);
    await show(await eve.picture(), other);
    expect(new Set(bo.worker.heard.map(({ member }) => member)).size).toBe(2);
  });

  it('is not heard from an outsider, from another key, from oneself, or out of a sealed sound', async () => {
    const stranger = new NodeWorker();
    expect(await stranger.sender('video').put(PICTURE, VP8)).toBeUndefined();
    await show(PICTURE);
    await show(await bo.picture());
    const sound = await ada.speak();
    await show(
      vp8.wrap(
        { head: new Uint8Array(0), sealed: given(opus.unwrap(sound)).slice().buffer },
        {
          isKey: true,
          width: 64,
          height: 64,
          source: PICTURE,
        },
      ) ?? PICTURE,
    );
    const changed = await ada.picture();
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    await show(changed);
    expect(heard()).toEqual([]);
    expect(tile.counts().failures).toEqual({ 'not-sealed': 1, reflected: 1, 'bad-tag': 2 });
  });
});
