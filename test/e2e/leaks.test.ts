/**
 * Media that leaves without RTP senders. Each way is gone twice: without protection, when the clear bytes are found where
 * they went, and with it, when none are.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle } from 'puppeteer-core';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeOpus, decodeVideo } from '../../scripts/covers/decode.ts';
import type { SetAside } from '../../src/call/set-aside.ts';
import type { BrowserName } from '../support/browsers.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { type Sink, startSink } from '../support/sink.ts';
import { atServer, PASSPHRASE, Stage, sealedAtServer } from '../support/stage.ts';

const stage = new Stage();
const sinks: Sink[] = [];
afterEach(async () => {
  await Promise.all(sinks.splice(0).map((sink) => sink.close()));
});

interface PageClient {
  readonly farEnd: number;
  readonly sentAt: readonly number[];
  start(way: string, port: number): Promise<void>;
  effect(name: string): Promise<number>;
  levels(): Promise<[number, number]>;
  recording(): Promise<number>;
  control(port: number): Promise<number>;
  dial(tones: string): Promise<[said: string, waiting: string]>;
  waiting(): string;
  captions(): Promise<string[]>;
  upload(port: number, file: File | undefined): Promise<number[]>;
}
declare const client: PageClient;

interface PageRoom {
  readonly senderConnection: RTCPeerConnection;
}
declare const call: { readonly room: PageRoom; readonly media: MediaStream };
/** Chromium's own; not in the types. */
declare const MediaStreamTrackProcessor: new (options: { track: MediaStreamTrack }) => { readable: ReadableStream };
declare const MediaStreamTrackGenerator: new (options: {
  kind: string;
}) => MediaStreamTrack & {
  writable: WritableStream;
};

/** How clear media is told from black and silence where these are sent in its place. */
type Judge = (messages: readonly Buffer[]) => boolean;

/** Bytes of the shortest thing that says anything: a recorder's first piece can be the first byte of its container. */
const WORTH = 12;
const anything: Judge = (messages) => messages.some(({ byteLength }) => byteLength >= WORTH);
/** What is wrapped up: its wrapping says nothing. */
const within =
  (unwrap: (message: Buffer) => Buffer): Judge =>
  (messages) =>
    anything(messages.map(unwrap));
const inJson = within((message) => Buffer.from((JSON.parse(String(message)) as { media: string }).media, 'base64'));
const inForm = within((message) => {
  const begin = message.indexOf('\r\n\r\n') + 4;
  return message.subarray(begin, message.indexOf('\r\n--', begin));
});
const spread = (luma: Uint8Array): number => Math.max(...luma) - Math.min(...luma);
const rows: Judge = (messages) => messages.some((row) => spread(row) > 8);
const pictures: Judge = (messages) =>
  messages.length > 0 &&
  decodeVideo(
    'vp8',
    'libvpx',
    messages.map((bytes) => ({ bytes, width: 320, height: 240 })),
  ).some(({ luma }) => spread(luma) > 8);
const sound: Judge = (messages) =>
  messages.length > 0 &&
  decodeOpus(
    'libopus',
    messages.map((bytes) => ({ bytes, samples: 960 })),
    1,
  ).some((sample) => Math.abs(sample) > 0.01);

interface Way {
  readonly name: string;
  readonly clear: Judge;
  readonly named: SetAside;
  /** Why it cannot be gone in Firefox. */
  readonly notInFirefox?: string;
}

const NO_PROCESSOR = 'MediaStreamTrackProcessor is absent';
const NO_WEBGL = 'WebGL does not run without a graphics card';
const NO_AUDIO_CONTEXT = 'an AudioContext does not run without a sound card';

const WAYS: readonly Way[] = [
  { name: 'recorder-blob', clear: anything, named: 'sending' },
  { name: 'recorder-framed', clear: anything, named: 'sending' },
  { name: 'recorder-base64', clear: inJson, named: 'sending' },
  { name: 'recorder-fetch', clear: anything, named: 'sending' },
  { name: 'recorder-request', clear: anything, named: 'sending' },
  { name: 'recorder-form', clear: inForm, named: 'sending' },
  { name: 'recorder-beacon', clear: anything, named: 'sending' },
  { name: 'encoder-socket', clear: pictures, named: 'encoder' },
  { name: 'audio-encoder', clear: sound, named: 'encoder' },
  { name: 'picture-blob', clear: anything, named: 'sending' },
  { name: 'picture-address', clear: anything, named: 'sending' },
  { name: 'picture-pixels', clear: anything, named: 'sending' },
  { name: 'picture-pattern', clear: anything, named: 'sending' },
  { name: 'picture-buffer', clear: anything, named: 'sending', notInFirefox: NO_WEBGL },
  { name: 'recorder-later', clear: anything, named: 'sending', notInFirefox: 'fetchLater is absent' },
  { name: 'frame-copy', clear: anything, named: 'sending' },
  { name: 'frame-blob', clear: anything, named: 'frame' },
  { name: 'frame-text', clear: anything, named: 'frame' },
  { name: 'frame-bitmap', clear: rows, named: 'frame' },
  { name: 'worker-rows', clear: rows, named: 'worker' },
  { name: 'worker-port', clear: rows, named: 'worker' },
  { name: 'worker-encode', clear: pictures, named: 'sending' },
  { name: 'worker-stream', clear: rows, named: 'worker', notInFirefox: NO_PROCESSOR },
  { name: 'worklet-samples', clear: rows, named: 'worklet', notInFirefox: NO_AUDIO_CONTEXT },
  { name: 'script-samples', clear: anything, named: 'sending', notInFirefox: NO_AUDIO_CONTEXT },
];

/** Switches protection on and loads the page anew: Firefox's driver fails to leave a page whose helper is loading. */
async function protectAnew(member: Participant): Promise<void> {
  await member.protect(PASSPHRASE);
  await member.until(({ state }) => state !== 'off' && state !== 'unproven');
  await member.page.reload();
}

async function open(browser: BrowserName, on: boolean): Promise<{ member: Participant; sink: Sink }> {
  const [site, sink] = await Promise.all([stage.site({ page: 'leaks.html' }), startSink()]);
  sinks.push(sink);
  const member = await stage.open(browser, site);
  if (on) await protectAnew(member);
  return { member, sink };
}

function start(member: Participant, way: string, sink: Sink): Promise<void> {
  return member.page.evaluate((w, port) => client.start(w, port), way, sink.port);
}

/** Messages of 1,000 bytes in a second that make it one of media's pace. */
const PACE = 8;

/** How many seconds in a row were of media's pace. @param sentAt the second of each message */
function longestRun(sentAt: readonly number[]): number {
  let [longest, run] = [0, 0];
  for (let second = sentAt[0] ?? 0; second <= (sentAt.at(-1) ?? 0); second++) {
    run = sentAt.filter((at) => at === second).length >= PACE ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** More than may leave by volume. */
const CHOSEN_BYTES = 1_000_000;

/** Has the page upload a file that its user chose, four times. @returns the bytes that the server got */
async function uploaded(member: Participant, sink: Sink): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'callseal-upload-'));
  writeFileSync(join(folder, 'contract.pdf'), randomBytes(CHOSEN_BYTES));
  await member.page.evaluate(() => {
    document.documentElement.append(Object.assign(document.createElement('input'), { type: 'file' }));
  });
  const input = (await member.page.$('input[type=file]')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(join(folder, 'contract.pdf'));
  await input.evaluate((chosen, port) => client.upload(port, chosen.files?.[0]), sink.port);
  rmSync(folder, { recursive: true });
  return sink.at('/upload').reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** Windows of one browser in which ways are gone at the same time. */
const WINDOWS = 4;

/** Goes all ways, each in a document of its own. */
async function goAll(
  ways: readonly Way[],
  { browser, on }: { browser: BrowserName; on: boolean },
  go: (member: Participant, way: Way, sink: Sink) => Promise<void>,
): Promise<void> {
  const { member, sink } = await open(browser, on);
  const left = ways.values();
  const goOn = async (walker: Participant): Promise<void> => {
    for (const way of left) {
      await go(walker, way, sink);
      await walker.page.reload();
    }
  };
  const beside = async (number: number): Promise<void> => {
    const walker = await Participant.open(member.client, `${member.page.url()}?${number}`, 'window');
    if (on) await protectAnew(walker);
    else await walker.page.reload();
    await goOn(walker);
  };
  await Promise.all([goOn(member), ...Array.from({ length: WINDOWS - 1 }, (_, number) => beside(number))]);
}

/** What is named next is the only thing that is named: reports that are older would have brought anything else. */
async function nothingNamed(member: Participant): Promise<void> {
  await member.page.evaluate(() => {
    try {
      new WebTransport('https://127.0.0.1:9');
    } catch {
      // as it should
    }
  });
  expect((await member.until(({ setAside }) => setAside.includes('web-transport'))).setAside).toEqual([
    'web-transport',
  ]);
}

for (const browser of ['chromium', 'firefox'] as const) {
  const possible = WAYS.filter(({ notInFirefox }) => browser === 'chromium' || !notInFirefox);

  describe(browser, () => {
    it('the control: without protection every way leads to the server', async () => {
      await goAll(possible, { browser, on: false }, async (member, { name, clear }, sink) => {
        await start(member, name, sink);
        await poll(async () => sink.at(`/${name}`).length > 3 && clear(sink.at(`/${name}`)), {
          state: () => `${name}: ${sink.at(`/${name}`).length} messages`,
        });
      });
    });

    it('with protection nothing clear is at the server on any way, and each is named', async () => {
      await goAll(possible, { browser, on: true }, async (member, { name, clear, named }, sink) => {
        await start(member, name, sink);
        await member
          .until(({ setAside }) => setAside.includes(named))
          .catch((error: Error) => {
            throw new Error(`${name}: ${error.message}`);
          });
        expect(clear(sink.at(`/${name}`)), name).toBe(false);
      });
    });

    it('a data channel: nothing at its far end', async () => {
      const { member, sink } = await open(browser, false);
      await start(member, 'recorder-channel', sink);
      await member.page.waitForFunction(() => client.farEnd > 10_000);
      await protectAnew(member);
      await start(member, 'recorder-channel', sink);
      await member.until(({ setAside }) => setAside.includes('sending'));
      expect(await member.page.evaluate(() => client.farEnd)).toBeLessThan(WORTH);
    });

    it('a data channel for a worker: refused as by a browser that cannot do it', async () => {
      const { member, sink } = await open(browser, false);
      await start(member, 'worker-channel', sink);
      await member.page.waitForFunction(() => client.farEnd > 10_000);
      await protectAnew(member);
      await expect(start(member, 'worker-channel', sink)).rejects.toThrow(/cloned/);
      expect((await member.until(({ setAside }) => setAside.length > 0)).setAside).toEqual(['worker']);
    });

    it('channels that are known to carry media: broken, nothing at the far end, camera and microphone black', async () => {
      const { member, sink } = await open(browser, false);
      await start(member, 'media-channel', sink);
      await member.page.waitForFunction(() => client.farEnd > 10_000);
      await protectAnew(member);
      await start(member, 'media-channel', sink).catch(() => undefined); // negotiation is refused from then on
      const view = await member.until(({ state }) => state === 'broken');
      expect(view.broken).toBe('no-sealable-mode');
      expect(await member.page.evaluate(() => client.farEnd)).toBe(0);
      const dark = await member.page.evaluate(async () => {
        const stream = await navigator.mediaDevices.getUserMedia({ video: true });
        const video = Object.assign(document.createElement('video'), { srcObject: stream, muted: true });
        await video.play();
        const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 24 });
        const context = canvas.getContext('2d');
        context?.drawImage(video, 0, 0, 32, 24);
        const pixels = context?.getImageData(0, 0, 32, 24).data.filter((_, i) => i % 4 !== 3);
        return { lightest: Math.max(...(pixels ?? [255])), shown: stream.getTracks().map(({ enabled }) => enabled) };
      });
      expect(dark).toEqual({ lightest: 0, shown: [true] });
    });

    it('what was enciphered first is cut by its volume, after no more than five seconds of it', async () => {
      const { member, sink } = await open(browser, true);
      await start(member, 'volume', sink);
      await member.until(({ setAside }) => setAside.includes('volume'));
      const messages = sink.at('/volume').length;
      expect(messages).toBeGreaterThan(0);
      const seconds = await member.page.evaluate(() => client.sentAt);
      expect(longestRun(seconds.slice(0, messages))).toBeLessThan(5);
    });

    it('keypad tones: sent without protection, taken back when it comes on, refused and named from then on', async () => {
      const { member } = await open(browser, false);
      expect(await member.page.evaluate(() => client.dial('1337#'))).toEqual(['1', '337#']);
      await member.protect(PASSPHRASE);
      await member.page.waitForFunction(() => client.waiting() === '');
      expect(await member.page.evaluate(() => client.dial('1337#'))).toEqual(['InvalidStateError', '']);
      await member.until(({ setAside }) => setAside.includes('tones'));
    });

    it('WebTransport is refused and named', async () => {
      const { member } = await open(browser, true);
      const error = await member.page.evaluate(() => {
        try {
          new WebTransport('https://127.0.0.1:9').close();
          return 'made';
        } catch (thrown) {
          return (thrown as Error).message;
        }
      });
      expect(error).toContain('Callseal');
      expect((await member.until(({ setAside }) => setAside.length > 0)).setAside).toEqual(['web-transport']);
    });

    it('effects, recordings for oneself, meters and control go on, and nothing is named', async () => {
      const { member, sink } = await open(browser, true);
      const effects = browser === 'chromium' ? ['effect', 'pipe'] : ['effect'];
      for (const effect of effects) {
        await poll(async () => (await member.page.evaluate((e) => client.effect(e), effect)) > 30);
        await nothingNamed(member);
        await member.page.reload();
      }
      if (browser === 'chromium') {
        let levels: readonly number[] = [];
        await poll(
          async () => {
            levels = await member.page.evaluate(() => client.levels());
            return levels.every((level) => level > 0.05);
          },
          { state: () => levels.join() },
        );
      }
      expect(await member.page.evaluate(() => client.recording())).toBeGreaterThan(5_000);
      expect(await member.page.evaluate((port) => client.control(port), sink.port)).toBe(40);
      expect(await uploaded(member, sink)).toBe(4 * CHOSEN_BYTES);
      await nothingNamed(member);
    });
  });
}

// Firefox has no speech recognition.
it("chromium: the page's own captions send nothing to the maker of the browser, and are named", async () => {
  const { member } = await open('chromium', false);
  // The browser listens, or asks its maker, whom it does not reach from here.
  expect(await member.page.evaluate(() => client.captions())).not.toContain('service-not-allowed');
  await member.protect(PASSPHRASE);
  await member.page.reload();
  expect(await member.page.evaluate(() => client.captions())).toEqual(['service-not-allowed', 'end']);
  expect((await member.until(({ setAside }) => setAside.length > 0)).setAside).toEqual(['speech']);
});

it('chromium: a blurred background is sealed like a plain one', async () => {
  const site = await stage.site();
  const room = await stage.janus.createRoom();
  const member = await stage.open('chromium', site);
  await member.protect(PASSPHRASE);
  await member.page.reload();
  await member.join({ port: stage.janus.port, id: room.id, name: 'ada' });
  await sealedAtServer(room);
  const { sealed } = atServer(room);
  const contrast = await member.page.evaluate(async () => {
    const [track] = call.media.getVideoTracks();
    const sender = call.room.senderConnection.getSenders().find((candidate) => candidate.track === track);
    if (!track || !sender) throw new Error('no camera is sent');
    const { readable } = new MediaStreamTrackProcessor({ track });
    const generator = new MediaStreamTrackGenerator({ kind: 'video' });
    const { writable } = generator;
    new Worker('/leaks-worker.js').postMessage({ job: 'pipe', readable, writable }, [
      readable as unknown as Transferable,
      writable as unknown as Transferable,
    ]);
    await sender.replaceTrack(generator);
    const video = Object.assign(document.createElement('video'), { srcObject: new MediaStream([generator]) });
    await video.play();
    const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 18 });
    const context = canvas.getContext('2d');
    context?.drawImage(video, 0, 0, 32, 18);
    const light = context?.getImageData(0, 0, 32, 18).data.filter((_, i) => i % 4 === 1) ?? [0];
    return Math.max(...light) - Math.min(...light);
  });
  expect(contrast).toBeGreaterThan(30);
  await sealedAtServer(room, sealed + 200);
  expect((await member.view()).setAside).toEqual([]);
  await stage.end();
  expect(atServer(room).clear).toBe(0);
});
