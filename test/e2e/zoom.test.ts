/** Zoom's client as it is stood in for in test/services/zoom: what it chooses, and what becomes of its own mode. */
import { afterEach, describe, expect, it } from 'vitest';
import { decodeVideo } from '../../scripts/covers/decode.ts';
import { extensionsIn, foreignIn } from '../services/harness/extensions.ts';
import { SlotCall, type SlotService } from '../services/harness/slots/call.ts';
import { judge } from '../services/harness/slots/judge.ts';
import { expectRow } from '../services/harness/table.ts';
import type { BrowserName } from '../support/browsers.ts';
import { freePort } from '../support/janus.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { type Sink, startSink } from '../support/sink.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';

const HOST = 'app.zoom.us';
const PATH = '/wc/123456789/join?';
const MEDIA = '/wc/media/123456789?type=v';
const HEADERS = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
const page = ({ search }: URL): string => `../services/zoom/${search.includes('from=pwa') ? 'client' : 'shell'}.html`;
const ZOOM: SlotService = {
  id: 'zoom',
  host: HOST,
  path: `${PATH}webrtc=1`,
  meeting: '',
  headers: HEADERS,
  takes: ['h264'],
  page,
  async enter(participant, member) {
    // The client makes its choice when it loads. An outsider's is steered by its user's own setting.
    if (!member) await participant.page.evaluate(() => localStorage.setItem('use_webRTC_strategy', 'enabled'));
    await participant.page.reload();
    await enter(participant);
  },
};
const stage = new Stage();
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** What the client offers to a test, beside what conference.js does. */
declare const call: {
  readonly farEnd: Readonly<Record<string, number>>;
  readonly tried: number;
  readonly mode: 'wasm' | 'webrtc';
  choose(): 'wasm' | 'webrtc';
  join(options?: object): Promise<void>;
  share(): Promise<void>;
  failOver(): Promise<void>;
  captured(): Promise<{ lightest: number; peak: number }>;
};

/** @param query what the server offers, and how its client sends, as the stand-in's README says */
async function open(browser: BrowserName, query: string, on: boolean): Promise<Participant> {
  const port = await freePort();
  await stage.site({ securePort: port, headers: HEADERS, page });
  const client = await stage.client(browser, {
    extension: 'test',
    args: [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`, '--ignore-certificate-errors'],
    prefs: { 'network.dns.localDomains': HOST },
  });
  const member = await Participant.open(client, `https://${HOST}:${port}${PATH}${query}`);
  if (on) {
    await member.protect(PASSPHRASE);
    await member.page.reload();
  }
  await enter(member);
  return member;
}

async function enter(participant: Participant): Promise<void> {
  await participant.enter(await participant.page.waitForFrame((frame) => frame.url().includes('from=pwa')));
}

const choice = (member: Participant): Promise<string> => member.inCall(() => call.choose());
const farEnd = (member: Participant): Promise<Record<string, number>> => member.inCall(() => call.farEnd);
const captured = (member: Participant): Promise<{ lightest: number; peak: number }> =>
  member.inCall(() => call.captured());

async function isTold(member: Participant, text: string): Promise<void> {
  const popup = await member.popup();
  await poll(async () => (await popup.evaluate(() => document.body.textContent ?? '')).includes(text), 10_000);
}

function clearPictures(sink: Sink): number {
  const sent = sink.at(MEDIA).map((bytes) => ({ bytes, width: 320, height: 240 }));
  return decodeVideo('vp8', 'libvpx', sent).filter(({ luma }) => Math.max(...luma) - Math.min(...luma) > 8).length;
}

async function withSink(): Promise<Sink> {
  const sink = await startSink();
  closing.push(() => sink.close());
  return sink;
}

async function start(): Promise<SlotCall> {
  const started = await SlotCall.start(stage, 'chromium', ZOOM);
  closing.push(() => started.server.stop());
  return started;
}

describe.each(['chromium', 'firefox'] as const)('%s', (browser) => {
  it('the control: without protection it takes its own mode, and its media leaves', async () => {
    const member = await open(browser, 'webrtc=1', false);
    expect(await choice(member)).toBe('wasm');
    await member.inCall(() => call.join());
    await poll(async () => Object.values(await farEnd(member)).filter((bytes) => bytes > 5_000).length === 2, 20_000);
    const { lightest, peak } = await captured(member);
    expect(lightest).toBeGreaterThan(30);
    expect(peak).toBeGreaterThan(0.01);
    await stage.end();

    const sink = await withSink();
    await (await open(browser, `socket=${sink.port}`, false)).inCall(() => call.join());
    await poll(async () => sink.at(MEDIA).length > 30, 20_000);
    expect(clearPictures(sink)).toBeGreaterThan(0);
  });

  it('where the server offers WebRTC it takes that', async () => {
    expect(await choice(await open(browser, 'webrtc=1', true))).toBe('webrtc');
  });

  it('where it does not: broken and said so, nothing leaves, camera and microphone are black and silent', async () => {
    const member = await open(browser, 'x', true);
    const attempts = await member.inCall(() =>
      Promise.all(
        [() => call.join(), () => call.share()].map((attempt) =>
          attempt().then(
            () => 'went through',
            (error: Error) => error.message,
          ),
        ),
      ),
    );
    // Negotiation of a broken call is refused.
    for (const outcome of attempts) expect(outcome).toContain('Callseal');
    expect((await member.until(({ state }) => state === 'broken')).broken).toBe('no-sealable-mode');
    const { lightest, peak } = await captured(member);
    expect(lightest).toBe(0);
    expect(peak).toBeLessThan(0.001);
    expect(await farEnd(member)).toEqual({});
    await isTold(member, 'did not offer a mode');
    const refused = 'refused, said so';
    expectRow({
      service: 'Zoom, its own media mode',
      browser,
      sound: refused,
      picture: refused,
      screen: refused,
      clear: 0,
    });
  });

  it('a socket in its worker gets black pictures, and the call is broken', async () => {
    const sink = await withSink();
    const member = await open(browser, `socket=${sink.port}`, true);
    await member.inCall(() => call.join());
    expect(await member.until(({ state }) => state === 'broken')).toMatchObject({ broken: 'no-sealable-mode' });
    await poll(async () => sink.at(MEDIA).length > 30, 20_000);
    expect(clearPictures(sink)).toBe(0);
    expect(await captured(member)).toMatchObject({ lightest: 0 });
  });

  it('switched on after it was loaded: it has to be loaded anew', async () => {
    const member = await open(browser, 'webrtc=1', false);
    await member.protect(PASSPHRASE);
    expect((await member.until(({ state }) => state === 'broken')).broken).toBe('reload-needed');
    await member.ask('popup:reload');
    await member.until(({ state }) => state === 'armed');
    await enter(member);
    expect(await choice(member)).toBe('webrtc');
  });
});

// H.264 alone: Chromium has it.
describe('WebRTC mode', () => {
  it('sound and all layers of the picture are sealed; the screen, which takes another way, is refused', async () => {
    const started = await start();
    const ada = await started.join('ada', 'h264');
    const bo = await started.join('bo', 'h264');
    const eve = await started.join('eve', 'h264', { member: false });
    for (const [rid, width] of [
      ['0', 240],
      ['1', 480],
      ['2', 960],
    ] as const) {
      started.server.place('bo', 'video', 0, 'ada', rid);
      await poll(
        async () => (await bo.picture('video 0'))?.width === width,
        60_000,
        () => `layer ${rid}`,
      );
      await started.flows(bo, 'video 0', 30);
    }
    const view = await bo.until(({ state }) => state === 'sealed');
    expect(view).toMatchObject({ broken: null, setAside: [], spliced: false });

    await ada.inCall(() => call.share());
    await poll(async () => (await ada.inCall(() => call.tried)) > 30, 20_000);
    expect(await ada.until(({ setAside }) => setAside.includes('media-channel'))).toMatchObject({ state: 'sealed' });
    expect(await farEnd(ada)).toEqual({});
    await isTold(ada, 'Nothing is sent on it');
    // Nobody's client found that it cannot decode what comes.
    for (const one of [ada, bo, eve]) expect(await one.inCall(() => call.mode)).toBe('webrtc');

    expectRow(await judge('Zoom', 'chromium', started, { ada, bo, eve }, stage, 'refused, said so'));
    for (const rid of ['0', '1', '2']) {
      const { sealed, other } = started.heldOf('ada', 'video', rid);
      expect(sealed.length).toBeGreaterThan(30);
      expect(other).toEqual([]);
    }
    const offer = started.server.offerOf('ada');
    expect(extensionsIn(offer).length).toBeGreaterThan(3);
    expect(foreignIn(offer)).toEqual([]);
  });

  it('three members; no key and another key do not wake the watchdog; when the client goes over to its own mode, the call is broken', async () => {
    const started = await start();
    const ada = await started.join('ada', 'h264');
    const bo = await started.join('bo', 'h264');
    await started.join('cy', 'h264');
    await started.flows(bo, 'video 1', 30);
    // Its server does not say what belongs together: nobody's voice is under another's picture.
    expect(await bo.until(({ totals }) => totals.members === 2)).toMatchObject({ state: 'sealed', spliced: false });
    // The key before a change still opens for a while; one that is forgotten does not.
    await bo.ask('popup:forget');
    await bo.protect('unicorn tulip reprint abacus zoom yogurt');
    await bo.until(({ totals }) => (totals.failures['missing-key'] ?? 0) > 200, 40_000);
    await started.flows(bo, 'video 0', 60);
    expect(await bo.inCall(() => call.mode)).toBe('webrtc');

    await ada.inCall(() => call.failOver().catch(() => undefined));
    expect((await ada.until(({ state }) => state === 'broken')).broken).toBe('no-sealable-mode');
    expect(await farEnd(ada)).toEqual({});
    const { lightest, peak } = await captured(ada);
    expect([lightest, peak < 0.001]).toEqual([0, true]);
  });
});
