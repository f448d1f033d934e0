/** While protection is on nothing leaves in clear, whatever breaks. Each case has a control with protection off. */
import { describe, expect, it } from 'vitest';
import { type BrowserName, endBackground } from '../support/browsers.ts';
import type { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { atServer, clearAtServer, orderAtServer, PASSPHRASE, Stage, sealedAtServer } from '../support/stage.ts';

const stage = new Stage();

interface PageRoom {
  readonly connections: RTCPeerConnection[];
  readonly senderConnection: RTCPeerConnection;
}
declare const call: { readonly room: PageRoom };

/** What goes wrong in mid-call, done in the same way with protection on and off. */
const FAULTS: readonly [string, (member: Participant) => Promise<void>][] = [
  ['the worker dies', terminateWorker],
  [
    'the page removes the helper frame',
    (member) =>
      member.page.evaluate(() => {
        for (const element of document.querySelectorAll('html > div')) element.remove();
      }),
  ],
  ['the background is suspended', suspendBackground],
  [
    'the page sets transform to null',
    (member) =>
      member.page.evaluate(() => {
        for (const connection of call.room.connections) {
          for (const { sender, receiver } of connection.getTransceivers()) {
            sender.transform = null;
            receiver.transform = null;
          }
        }
      }),
  ],
  [
    'the page calls setConfiguration',
    (member) =>
      member.page.evaluate(() => {
        for (const connection of call.room.connections) {
          connection.setConfiguration({ iceServers: [{ urls: 'stun:127.0.0.1:3478' }] });
          if ((connection.getConfiguration() as { encodedInsertableStreams?: boolean }).encodedInsertableStreams)
            throw new Error('the flag shows');
        }
      }),
  ],
];

async function terminateWorker(member: Participant): Promise<void> {
  await (await member.popup()).evaluate(async () => {
    const api = (globalThis as { browser?: typeof chrome }).browser ?? chrome;
    const tabId = Number(new URLSearchParams(location.search).get('tab'));
    await api.tabs.sendMessage(tabId, 'callseal:test-terminate-worker');
  });
}
declare const chrome: {
  readonly tabs: { sendMessage(tabId: number, message: string): Promise<unknown> };
  readonly storage: { readonly session: { get(key: string): Promise<Record<string, unknown>> } };
};

/** Ends the background, and waits until the guard's next report has started it again. */
async function suspendBackground({ client }: Participant): Promise<void> {
  const desk = await client.desk();
  const starts = (): Promise<number> =>
    desk.evaluate(async () => {
      const api = (globalThis as { browser?: typeof chrome }).browser ?? chrome;
      return Number((await api.storage.session.get('testStarts')).testStarts);
    });
  const before = await starts();
  await endBackground(client, desk);
  await poll(async () => (await starts()) > before);
}

const video = (browser: BrowserName): 'camera' | 'canvas' => (browser === 'firefox' ? 'canvas' : 'camera');

async function start(browser: BrowserName, path: string, on: boolean) {
  const site = await stage.site();
  const room = await stage.janus.createRoom();
  const member = await stage.open(browser, site, path);
  if (on) await member.protect(PASSPHRASE);
  await member.join({ port: stage.janus.port, id: room.id, name: 'ada', video: video(browser) });
  return { room, member, site };
}

const BROWSERS = ['chromium', 'firefox'] as const;

for (const browser of BROWSERS) {
  describe(browser, () => {
    it('whatever breaks in mid-call, it goes on sealed', async () => {
      const { room, member } = await start(browser, '/meeting', true);
      await sealedAtServer(room);
      for (const [fault, inject] of FAULTS) {
        const { sealed } = atServer(room);
        await inject(member);
        // A worker that died is made again.
        await sealedAtServer(room, sealed + 60).catch((error: Error) => {
          throw new Error(`${fault}: ${error.message}`);
        });
        await member.until(({ state }) => state === 'sealed');
        expect([fault, atServer(room).clear]).toEqual([fault, 0]);
      }
      await stage.end();
      expect(atServer(room).clear).toBe(0);
    });

    it('no key yet: nothing is sent until there is one', async () => {
      const site = await stage.site();
      const room = await stage.janus.createRoom();
      const member = await stage.open(browser, site);
      await member.protect();
      await member.join({ port: stage.janus.port, id: room.id, name: 'ada', video: video(browser) });
      await poll(async () => ((await member.stats()).sent.video?.framesEncoded ?? 0) > 30);
      expect((await member.view()).state).toBe('no-key');
      expect(atServer(room)).toEqual({ sealed: 0, clear: 0 });
      await member.protect(PASSPHRASE);
      await sealedAtServer(room);
      await stage.end();
      expect(atServer(room).clear).toBe(0);
    });

    it('switched on when media already flows', async () => {
      const { room, member } = await start(browser, '/meeting', false);
      await clearAtServer(room, 60);
      // Both streams: sound alone would be enough frames.
      await poll(async () => {
        const streams = orderAtServer(room);
        return streams.length === 2 && streams.every((frames) => frames.length > 0);
      });
      expect((await member.view()).state).toBe('off');
      await member.protect(PASSPHRASE);
      if (browser === 'firefox') {
        await member.until(({ state }) => state === 'sealed');
        await sealedAtServer(room, atServer(room).sealed + 60);
        await stage.end();
        // What left before is there; behind the first sealed frame of a stream nothing is clear.
        const streams = orderAtServer(room);
        expect(streams.length).toBe(2);
        for (const frames of streams) {
          const first = frames.indexOf(true);
          expect(first).toBeGreaterThan(0);
          expect(frames.slice(first)).not.toContain(false);
        }
        return;
      }
      const view = await member.until(({ state }) => state === 'broken');
      expect(view.broken).toBe('reload-needed');
      expect(view.totals.sealed).toBe(0);
      // Camera and microphone were taken away: packets on their way arrive, and then none.
      let last = -1;
      await poll(async () => {
        const { clear } = atServer(room);
        const quiet = clear === last;
        last = clear;
        return quiet;
      });
      const encoded = (await member.stats()).sent.video?.framesEncoded ?? 0;
      expect((await member.stats()).sent.video?.framesEncoded).toBe(encoded);

      await member.ask('popup:reload');
      await member.page.waitForFunction(() => 'call' in globalThis && !call.room);
      const again = await stage.janus.createRoom();
      await member.join({ port: stage.janus.port, id: again.id, name: 'ada' });
      await sealedAtServer(again);
      await member.until(({ state }) => state === 'sealed');
      await stage.end();
      expect(atServer(again).clear).toBe(0);
    });

    it('a page that reloads in mid-call comes back sealed', async () => {
      const { room, member } = await start(browser, '/meeting', true);
      await sealedAtServer(room);
      await member.page.reload();
      await member.page.waitForFunction(() => 'call' in globalThis && !call.room);
      const again = await stage.janus.createRoom();
      await member.join({ port: stage.janus.port, id: again.id, name: 'ada', video: video(browser) });
      await sealedAtServer(again);
      await stage.end();
      expect([atServer(room).clear, atServer(again).clear]).toEqual([0, 0]);
    });

    it('the control: with protection off the same blows let clear frames through', async () => {
      const { room, member } = await start(browser, '/open', false);
      await clearAtServer(room, 30, '/open');
      for (const [, inject] of FAULTS) {
        const { clear } = atServer(room, '/open');
        // Without protection there is no worker, and no guard that would wake the background.
        if (inject !== suspendBackground) await inject(member);
        await clearAtServer(room, clear + 30, '/open');
      }
      expect(atServer(room, '/open').sealed).toBe(0);
    });
  });
}

// Nearly all of it is waiting, which both browsers do at the same time.
it('a helper that is removed again and again: broken, and silent', async () => {
  const rooms = await Promise.all(
    BROWSERS.map(async (browser) => {
      const { room, member } = await start(browser, '/meeting', true);
      await sealedAtServer(room);
      await member.page.evaluate(() => {
        new MutationObserver(() => {
          for (const element of document.querySelectorAll('html > div')) element.remove();
        }).observe(document.documentElement, { childList: true });
        for (const element of document.querySelectorAll('html > div')) element.remove();
      });
      const view = await member.until(({ state }) => state === 'broken');
      expect(['worker-lost', 'helper-blocked']).toContain(view.broken);
      return room;
    }),
  );
  await stage.end();
  expect(rooms.map((room) => atServer(room).clear)).toEqual([0, 0]);
});
