import { beforeEach, expect, it, vi } from 'vitest';

const card = { kind: 'card' } as unknown as MediaStreamTrack;
const told = vi.hoisted(() => ({ chosen: true, card: undefined as unknown, firefox: false }));
vi.mock('./gate.ts', () => ({ isCardChosen: () => told.chosen }));
vi.mock('./channel.ts', () => ({ askForCard: () => told.card }));

/** What the browser was asked for. */
let asked: unknown[];

class Stream {
  readonly tracks: unknown[] = [];
  addTrack(track: unknown): void {
    this.tracks.push(track);
  }
}

/** A browser with the hook in it. @returns its devices and its old interface */
async function browser() {
  class Devices {
    readonly #own = null;
    get ondevicechange(): null {
      return this.#own;
    }
    async getUserMedia(constraints: unknown): Promise<Stream> {
      asked.push(constraints);
      return Object.assign(new Stream(), { tracks: ['native'] });
    }
  }
  class Old {
    webkitGetUserMedia(...[constraints, done]: [unknown, (stream: Stream) => void, unknown]): void {
      asked.push(constraints);
      done(Object.assign(new Stream(), { tracks: ['native'] }));
    }
  }
  vi.stubGlobal('MediaDevices', Devices);
  vi.stubGlobal('Navigator', Old);
  vi.stubGlobal('MediaStream', Stream);
  if (told.firefox) vi.stubGlobal('mozInnerScreenX', 0);
  vi.resetModules();
  const { replaceCameras } = await import('./cards.ts');
  replaceCameras();
  return { devices: new Devices(), old: new Old() };
}

beforeEach(() => {
  vi.unstubAllGlobals();
  asked = [];
  Object.assign(told, { chosen: true, card, firefox: false });
});

it('gives a card for a camera, and asks the browser for the microphone alone', async () => {
  const { devices } = await browser();
  const audio = { echoCancellation: false };
  expect(await devices.getUserMedia({ audio, video: { deviceId: { exact: 'x' } } })).toMatchObject({
    tracks: ['native', card],
  });
  expect(asked).toEqual([{ audio }]);
  for (const video of [true, {}, null, 1]) {
    expect(await devices.getUserMedia({ video })).toMatchObject({ tracks: [card] });
  }
  expect(asked).toHaveLength(1);
});

it('leaves all else to the browser: other requests, all while it is not chosen, and objects that are no devices', async () => {
  const { devices } = await browser();
  const others = [{ audio: true }, { audio: true, video: false }, undefined];
  for (const constraints of others) {
    expect(await devices.getUserMedia(constraints)).toMatchObject({ tracks: ['native'] });
  }
  expect(asked).toEqual(others);
  await expect(devices.getUserMedia.call({} as typeof devices, { video: true })).rejects.toThrow(TypeError);
  told.chosen = false;
  expect(await devices.getUserMedia({ video: true })).toMatchObject({ tracks: ['native'] });
});

it.each([
  [false, { mandatory: { chromeMediaSource: 'desktop' } }, { mediaSource: 'screen' }],
  [true, { mediaSource: 'window' }, { mandatory: { chromeMediaSource: 'desktop' } }],
])('touches no screen, and takes no other browser’s word for one (Firefox: %s)', async (firefox, screen, camera) => {
  told.firefox = firefox;
  const { devices } = await browser();
  expect(await devices.getUserMedia({ video: screen })).toMatchObject({ tracks: ['native'] });
  for (const video of [camera, { mediaSource: 'camera' }]) {
    expect(await devices.getUserMedia({ video })).toMatchObject({ tracks: [card] });
  }
});

it('opens no camera where no card can be had', async () => {
  const { devices } = await browser();
  told.card = undefined;
  await expect(devices.getUserMedia({ audio: true, video: true })).rejects.toMatchObject({ name: 'NotReadableError' });
  expect(asked).toEqual([]);
});

it('does the same by the old form, whose functions are called after it has returned', async () => {
  const { old } = await browser();
  const got = await new Promise<Stream>((resolve, reject) => {
    let returned = false;
    const done = (stream: Stream): void => (returned ? resolve(stream) : reject(new Error('at once')));
    expect(old.webkitGetUserMedia({ audio: true, video: true }, done, reject)).toBeUndefined();
    returned = true;
  });
  expect(got.tracks).toEqual(['native', card]);
  expect(asked).toEqual([{ audio: true }]);
  told.card = undefined;
  const failed = await new Promise((resolve, reject) => old.webkitGetUserMedia({ video: true }, reject, resolve));
  expect(failed).toMatchObject({ name: 'NotReadableError' });
});
