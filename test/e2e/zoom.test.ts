/** Zoom's client as it is stood in for in test/services/zoom: what it chooses, and what becomes of its own mode. */
import type { Frame } from 'puppeteer-core';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeVideo } from '../../scripts/covers/decode.ts';
import type { BrowserName } from '../support/browsers.ts';
import { freePort, type Room } from '../support/janus.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { Reader } from '../support/reader.ts';
import { heldBy } from '../support/server-view.ts';
import { type Sink, startSink } from '../support/sink.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';

const HOST = 'app.zoom.us';
const MEDIA = '/wc/media/123456789?type=v';
const stage = new Stage();
const sinks: Sink[] = [];
afterEach(async () => {
  await Promise.all(sinks.splice(0).map((sink) => sink.close()));
});

interface Zoom {
  readonly farEnd: number;
  readonly mode: 'wasm' | 'webrtc';
  join(options: { port: number; id: number }): Promise<void>;
  lightest(): Promise<number>;
}
declare const zoom: Zoom;

/** @param query what the server offers, and how its client sends, as the stand-in's README says */
async function open(browser: BrowserName, query: string, on: boolean): Promise<Participant> {
  const port = await freePort();
  await stage.site({
    securePort: port,
    headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
    page: ({ search }) => `../services/zoom/${search.includes('from=pwa') ? 'client' : 'shell'}.html`,
  });
  const client = await stage.client(browser, {
    extension: 'test',
    args: [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`, '--ignore-certificate-errors'],
    prefs: { 'network.dns.localDomains': HOST },
  });
  const member = await Participant.open(client, `https://${HOST}:${port}/wc/123456789/join?${query}`);
  if (on) {
    await member.protect(PASSPHRASE);
    await member.page.reload();
  }
  return member;
}

async function frameOf(member: Participant): Promise<Frame> {
  const frame = await member.page.waitForFrame((candidate) => candidate.url().includes('from=pwa'));
  await frame.waitForFunction(() => 'zoom' in globalThis);
  return frame;
}

async function join(member: Participant, room?: Room): Promise<Frame> {
  const frame = await frameOf(member);
  await frame.evaluate((options) => zoom.join(options), { port: stage.janus.port, id: room?.id ?? 0 });
  return frame;
}

const mode = (frame: Frame): Promise<string> => frame.evaluate(() => zoom.mode);
const farEnd = (frame: Frame): Promise<number> => frame.evaluate(() => zoom.farEnd);

function clearPictures(sink: Sink): number {
  const sent = sink.at(MEDIA).map((bytes) => ({ bytes, width: 320, height: 240 }));
  return decodeVideo('vp8', 'libvpx', sent).filter(({ luma }) => Math.max(...luma) - Math.min(...luma) > 8).length;
}

async function withSink(): Promise<Sink> {
  const sink = await startSink();
  sinks.push(sink);
  return sink;
}

describe.each(['chromium', 'firefox'] as const)('%s', (browser) => {
  it('the control: without protection it takes its own mode, and its media leaves', async () => {
    const frame = await join(await open(browser, 'webrtc=1', false));
    expect(await mode(frame)).toBe('wasm');
    await poll(async () => (await farEnd(frame)) > 10_000, 20_000);
    await stage.end();

    const sink = await withSink();
    await join(await open(browser, `socket=${sink.port}`, false));
    await poll(async () => sink.at(MEDIA).length > 30, 20_000);
    expect(clearPictures(sink)).toBeGreaterThan(0);
  });

  it('where the server offers WebRTC it takes that, and is sealed', async () => {
    const room = await stage.janus.createRoom();
    const member = await open(browser, 'webrtc=1', true);
    const frame = await join(member, room);
    expect(await mode(frame)).toBe('webrtc');
    await member.until(({ state, totals }) => state === 'sealed' && totals.sealed > 60);
    await stage.end();
    const held = heldBy(room, new Reader(PASSPHRASE, 'zoom', ''));
    expect(held.sealed.length).toBeGreaterThan(30);
    expect(held.other.length).toBe(0);
  });

  it('where it does not: broken and said so, nothing leaves, camera and microphone are black and silent', async () => {
    const member = await open(browser, 'x', true);
    const frame = await frameOf(member);
    const joined = await frame.evaluate(
      () =>
        zoom.join({ port: 0, id: 0 }).then(
          () => 'joined',
          (error: Error) => error.message,
        ),
      // Negotiation of a broken call is refused.
    );
    expect(joined).toContain('Callseal');
    expect(await mode(frame)).toBe('wasm');
    const view = await member.until(({ state }) => state === 'broken');
    expect(view.broken).toBe('no-sealable-mode');
    expect(await frame.evaluate(() => zoom.lightest())).toBe(0);
    expect(await farEnd(frame)).toBe(0);
    const popup = await member.popup();
    await poll(
      async () => (await popup.evaluate(() => document.body.textContent ?? '')).includes('did not offer a mode'),
      10_000,
    );
  });

  it('a socket in its worker gets black pictures, and the worker is named', async () => {
    const sink = await withSink();
    const member = await open(browser, `socket=${sink.port}`, true);
    await join(member);
    await member.until(({ setAside }) => setAside.includes('worker'));
    await poll(async () => sink.at(MEDIA).length > 30, 20_000);
    expect(clearPictures(sink)).toBe(0);
  });

  it('switched on after it was loaded: it has to be loaded anew', async () => {
    const member = await open(browser, 'webrtc=1', false);
    await frameOf(member);
    await member.protect(PASSPHRASE);
    expect((await member.until(({ state }) => state === 'broken')).broken).toBe('reload-needed');
    await member.ask('popup:reload');
    await member.until(({ state }) => state === 'armed');
    const room = await stage.janus.createRoom();
    expect(await mode(await join(member, room))).toBe('webrtc');
  });
});
