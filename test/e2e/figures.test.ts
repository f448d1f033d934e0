/**
 * What the popup says of honest calls that are unlike a simple one: many m-lines that only receive, a camera that comes
 * late, connections that are made anew again and again, sound that pauses, sound of the highest rate.
 */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { warningsOf } from '../../popup/warnings.ts';
import type { BrowserName, Client } from '../support/browsers.ts';
import { Participant } from '../support/member.ts';
import { borrow } from '../support/shared-browsers.ts';
import { type Site, startSite } from '../support/site.ts';

const PASSPHRASE = 'abacus zoom yogurt unicorn tulip reprint';

/** Senders and receivers of one connection of this test, and some more. */
const ONE_CONNECTION = 24;

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

/** What this test's page does, beside conference.js. */
const PAGE = `(() => {
  const own = { connection: undefined, stream: undefined };
  const gathered = (connection) => new Promise((resolve) => {
    const done = () => connection.iceGatheringState === 'complete' && resolve(connection.localDescription.sdp);
    connection.onicegatheringstatechange = done;
    done();
  });
  own.make = async (receiveOnly) => {
    own.connection?.close();
    const connection = own.connection = new RTCPeerConnection();
    connection.ontrack = ({ streams: [stream] }) => {
      if (!stream || [...document.querySelectorAll('video')].some(({ srcObject }) => srcObject === stream)) return;
      document.body.append(Object.assign(document.createElement('video'), { srcObject: stream, muted: true, autoplay: true }));
    };
    own.stream ??= new MediaStream();
    for (const kind of ['audio', 'video']) {
      const track = own.stream.getTracks().find((each) => each.kind === kind);
      if (track) connection.addTrack(track, own.stream);
      if (kind === 'audio') for (let i = 0; i < receiveOnly; i++) connection.addTransceiver('video', { direction: 'recvonly' });
    }
  };
  own.microphone = async () => {
    const sound = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    own.stream = new MediaStream((await navigator.mediaDevices.getUserMedia({ audio: sound })).getTracks());
  };
  own.camera = () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 192 });
    const context = canvas.getContext('2d');
    let hue = 0;
    setInterval(() => {
      context.fillStyle = 'hsl(' + (hue = (hue + 7) % 360) + ' 80% 50%)';
      context.fillRect(0, 0, 320, 192);
    }, 50);
    const [track] = canvas.captureStream(20).getVideoTracks();
    own.stream.addTrack(track);
    own.connection.addTrack(track, own.stream);
  };
  own.offer = async () => {
    await own.connection.setLocalDescription(await own.connection.createOffer());
    return gathered(own.connection);
  };
  own.answer = async (sdp) => {
    await own.connection.setRemoteDescription({ type: 'offer', sdp });
    await own.connection.setLocalDescription(await own.connection.createAnswer());
    return gathered(own.connection);
  };
  own.accept = (sdp) => own.connection.setRemoteDescription({ type: 'answer', sdp });
  own.sent = async () => {
    let bytes = 0;
    for (const stats of (await own.connection.getStats()).values()) {
      if (stats.type === 'outbound-rtp' && stats.kind === 'audio') bytes += stats.bytesSent;
    }
    return bytes;
  };
  globalThis.own = own;
})()`;

interface Own {
  make(receiveOnly: number): Promise<void>;
  microphone(): Promise<void>;
  camera(): void;
  offer(): Promise<string>;
  answer(sdp: string): Promise<string>;
  accept(sdp: string): Promise<void>;
  sent(): Promise<number>;
  readonly stream: MediaStream;
}
declare const own: Own;

async function open(name: BrowserName): Promise<Participant> {
  const client = await borrow(name, { extension: 'test' });
  clients.push(client);
  const participant = await Participant.open(client, `http://localhost:${site.port}/figures`);
  await participant.protect(PASSPHRASE);
  await participant.page.evaluate(PAGE);
  await participant.inCall(() => own.microphone());
  return participant;
}

/** @param munge changes both descriptions as the page could */
async function negotiate(from: Participant, to: Participant, munge = (sdp: string): string => sdp): Promise<void> {
  const offer = munge(await from.inCall(() => own.offer()));
  const answer = munge(await to.inCall((sdp) => own.answer(sdp), offer));
  await from.inCall((sdp) => own.accept(sdp), answer);
}

const fmtp = (more: string) => (sdp: string) =>
  sdp.replace(/a=fmtp:(?:111|109) [^\r\n]*/g, (line) => `${line};${more}`);
const wait = (milliseconds: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Much of it is waiting, which both browsers do at the same time.
it('nothing false is said in Chromium, nor in Firefox', async () => {
  await Promise.all((['chromium', 'firefox'] as const).map(saysNothingFalse));
});

async function saysNothingFalse(name: BrowserName): Promise<void> {
  const [ada, bo] = await Promise.all([open(name), open(name)]);
  await ada.inCall(() => own.make(16));
  await bo.inCall(() => own.make(0));
  await negotiate(ada, bo);
  await ada.inCall(() => own.camera());
  await negotiate(ada, bo);
  const pictures = await bo.until(({ streams }) =>
    streams.some(({ kind, side, done }) => kind === 'video' && side === 'receive' && done > 60),
  );
  expect([pictures.totals.members, pictures.spliced]).toEqual([1, false]);
  await wait(4_000); // longer than a splice takes to be said
  for (const view of [await bo.view(), await ada.view()]) {
    expect(warningsOf(view)).toEqual([]);
    expect(view.totals.members).toBe(1);
  }

  // A setting that rebuilds the connection, again and again.
  const before = await bo.view();
  for (let i = 0; i < 8; i++) {
    for (const each of [ada, bo]) await each.inCall(() => own.make(4));
    await negotiate(ada, bo);
    await wait(1_000);
  }
  const after = await bo.until(
    ({ totals, streams }) => totals.opened > before.totals.opened && streams.length <= ONE_CONNECTION,
  );
  expect(after.totals.members).toBe(1);
  expect(after.totals.opened).toBeGreaterThan(before.totals.opened);
  expect(after.streams.length).toBeLessThanOrEqual(ONE_CONNECTION);
  expect(warningsOf(after)).toEqual([]);

  // Sound of the highest rate: each frame is as large as Opus has any.
  for (const each of [ada, bo]) await each.inCall(() => own.make(0));
  await negotiate(ada, bo, fmtp('stereo=1;sprop-stereo=1;cbr=1;maxaveragebitrate=510000'));
  const loud = await bo.until(({ streams }) =>
    streams.some(({ kind, lately }) => kind === 'audio' && lately.done > 200),
  );
  expect(warningsOf(loud)).toEqual([]);
  expect(warningsOf(await ada.view())).toEqual([]);
  const bytes = await ada.inCall(() => own.sent());
  await wait(2_000);
  const rate = (((await ada.inCall(() => own.sent())) - bytes) * 8) / 2_000;
  process.stdout.write(`figures: ${name} sends ${rate.toFixed(0)} kbit/s of CBR 510\n`);

  // A muted sender, with and without pauses.
  for (const more of ['usedtx=0', 'usedtx=1']) {
    for (const each of [ada, bo]) await each.inCall(() => own.make(0));
    await negotiate(ada, bo, fmtp(more));
    await wait(1_500);
    await ada.inCall(() => {
      for (const track of own.stream.getAudioTracks()) track.enabled = false;
    });
    await wait(1_500);
    const start = await ada.inCall(() => own.sent());
    await wait(2_000);
    const muted = (((await ada.inCall(() => own.sent())) - start) * 8) / 2_000;
    process.stdout.write(`figures: ${name} muted with ${more} ${muted.toFixed(1)} kbit/s\n`);
    await ada.inCall(() => {
      for (const track of own.stream.getAudioTracks()) track.enabled = true;
    });
    expect((await ada.view()).totals.failures).toEqual({});
  }
  expect(warningsOf(await bo.view())).toEqual([]);
}
