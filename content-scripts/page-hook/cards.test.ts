import { beforeEach, describe, expect, it, vi } from 'vitest';

const card = { kind: 'card' } as unknown as MediaStreamTrack;
const told = vi.hoisted(() => ({
  chosen: true,
  card: undefined as unknown,
  firefox: false,
  heard: new Map<string, () => void>(),
}));
vi.mock('./gate.ts', () => ({ isCardChosen: () => told.chosen }));
vi.mock('./channel.ts', () => ({
  askForCard: () => told.card,
  listen: (what: string, handler: () => void) => told.heard.set(what, handler),
}));

interface Constraints {
  readonly audio?: unknown;
  readonly video?: unknown;
}

/** What the browser was asked for. */
let asked: unknown[];

class Track extends EventTarget {
  #live = true;
  get readyState(): string {
    return this.#live ? 'live' : 'ended';
  }
  stop(): void {
    this.#live = false;
  }
  clone(): Track {
    return new Track();
  }
}

class Stream {
  tracks: unknown[] = [];
  addTrack(track: unknown): void {
    this.tracks.push(track);
  }
  removeTrack(track: unknown): void {
    this.tracks = this.tracks.filter((other) => other !== track);
  }
  getVideoTracks(): Track[] {
    return this.tracks.filter((track) => track instanceof Track);
  }
  clone(): Stream {
    return Object.assign(new Stream(), { tracks: this.getVideoTracks().map(() => new Track()) });
  }
}

/** A browser with the hook in it. @returns its devices and its old interface */
async function browser() {
  const given: Track[] = [];
  const answer = (constraints: Constraints | undefined): Stream => {
    asked.push(constraints);
    const video = constraints?.video ? [new Track()] : [];
    given.push(...video);
    return Object.assign(new Stream(), { tracks: ['native', ...video] });
  };
  class Devices {
    readonly #own = null;
    get ondevicechange(): null {
      return this.#own;
    }
    async getUserMedia(constraints: Constraints | undefined): Promise<Stream> {
      return answer(constraints);
    }
  }
  class Old {
    webkitGetUserMedia(...[constraints, done]: [Constraints, (stream: Stream) => void, unknown]): void {
      queueMicrotask(() => done(answer(constraints)));
    }
  }
  vi.stubGlobal('MediaDevices', Devices);
  vi.stubGlobal('Navigator', Old);
  vi.stubGlobal('MediaStream', Stream);
  vi.stubGlobal('MediaStreamTrack', Track);
  if (told.firefox) vi.stubGlobal('mozInnerScreenX', 0);
  vi.resetModules();
  const { replaceCameras } = await import('./cards.ts');
  const { endCamerasForCards, watchCameras } = await import('./cameras.ts');
  watchCameras();
  replaceCameras();
  endCamerasForCards();
  return { devices: new Devices(), old: new Old(), given };
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
  const { devices, given } = await browser();
  const others = [{ audio: true }, { audio: true, video: false }, undefined];
  for (const constraints of others) {
    expect(await devices.getUserMedia(constraints)).toMatchObject({ tracks: ['native'] });
  }
  expect(asked).toEqual(others);
  await expect(devices.getUserMedia.call({} as typeof devices, { video: true })).rejects.toThrow(TypeError);
  told.chosen = false;
  expect((await devices.getUserMedia({ video: true })).tracks).toEqual(['native', given[0]]);
});

it.each([
  [false, { mandatory: { chromeMediaSource: 'desktop' } }, { mediaSource: 'screen' }],
  [true, { mediaSource: 'window' }, { mandatory: { chromeMediaSource: 'desktop' } }],
])('touches no screen, and takes no other browser’s word for one (Firefox: %s)', async (firefox, screen, camera) => {
  told.firefox = firefox;
  const { devices, given } = await browser();
  expect((await devices.getUserMedia({ video: screen })).tracks).toEqual(['native', given[0]]);
  const odd = ['camera', Object('camera') as unknown, ['camera'], 'other', '', null];
  const cameras = odd.flatMap((source) => [{ mediaSource: source }, { mandatory: { chromeMediaSource: source } }]);
  for (const video of [camera, { mandatory: null }, ...cameras]) {
    expect(await devices.getUserMedia({ video })).toMatchObject({ tracks: [card] });
  }
});

it.each([false, true])('reads once what is asked for, and has the browser read that (Firefox: %s)', async (firefox) => {
  told.firefox = firefox;
  const { devices } = await browser();
  const turning = (...values: unknown[]) => ({ get: () => (values.length > 1 ? values.shift() : values[0]) });
  await devices.getUserMedia(
    Object.defineProperty({ audio: true }, 'video', { ...turning(false, true), enumerable: true }),
  );
  expect(asked.pop()).toEqual({ audio: true, video: false });
  const source = turning('screen', 'camera');
  const video = firefox
    ? Object.defineProperty({}, 'mediaSource', { ...source, enumerable: true })
    : { mandatory: Object.defineProperty({}, 'chromeMediaSource', { ...source, enumerable: true }) };
  await devices.getUserMedia({ video });
  expect(asked.pop()).toEqual({
    video: firefox ? { mediaSource: 'screen' } : { mandatory: { chromeMediaSource: 'screen' } },
  });
});

describe('once the card is chosen', () => {
  beforeEach(() => {
    told.chosen = false;
  });

  const choose = (): void => {
    told.chosen = true;
    told.heard.get('card')?.();
  };

  it('ends the cameras that the page has, with their clones, and says so to it', async () => {
    const { devices, old, given } = await browser();
    const stream = await devices.getUserMedia({ video: true });
    await new Promise<Stream>((resolve, reject) => old.webkitGetUserMedia({ video: true }, resolve, reject));
    const [camera, another] = given;
    const cameras = [camera, another, camera?.clone(), camera?.clone().clone(), ...stream.clone().getVideoTracks()];
    const ended = Promise.all(cameras.map((track) => new Promise((done) => track?.addEventListener('ended', done))));
    choose();
    expect(cameras.map((track) => track?.readyState)).toEqual(Array(5).fill('ended'));
    await ended;
  });

  it('leaves screens and what the page draws', async () => {
    const { devices, given } = await browser();
    await devices.getUserMedia({ video: { mandatory: { chromeMediaSource: 'desktop' } } });
    const drawn = new Track();
    const both = Object.assign(new Stream(), { tracks: [drawn] })
      .clone()
      .getVideoTracks();
    choose();
    expect([...given, drawn, ...both].map((track) => track.readyState)).toEqual(['live', 'live', 'live']);
  });

  it('ends none while it is not', async () => {
    const { devices, given } = await browser();
    await devices.getUserMedia({ video: true });
    told.heard.get('card')?.(); // protection is off
    expect(given[0]?.readyState).toBe('live');
  });

  it('puts a card where a camera was that was asked for before', async () => {
    const { devices, old, given } = await browser();
    const pending = devices.getUserMedia({ audio: true, video: true });
    choose();
    expect((await pending).tracks).toEqual(['native', card]);
    told.chosen = false;
    const called = new Promise<Stream>((resolve, reject) => {
      old.webkitGetUserMedia({ video: true }, resolve, reject);
      choose();
    });
    expect((await called).tracks).toEqual(['native', card]);
    told.chosen = false;
    const withoutGuard = devices.getUserMedia({ video: true });
    told.card = undefined;
    choose();
    expect((await withoutGuard).getVideoTracks()).toEqual([given.at(-1)]);
    expect(given.map((track) => track.readyState)).toEqual(['ended', 'ended', 'ended']);
  });
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
