/** What a page can do to the extension in its own document, and what comes of it. */
import { describe, expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import type { Room } from '../support/janus.ts';
import type { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import type { RobotsAnswer, SiteOptions } from '../support/site.ts';
import { atServer, PASSPHRASE, Stage, sealedAtServer } from '../support/stage.ts';

const stage = new Stage();
const BROWSERS = ['chromium', 'firefox'] as const;

interface PageRoom {
  readonly connections: RTCPeerConnection[];
  readonly senderConnection: RTCPeerConnection;
}
declare const call: { readonly room: PageRoom; join(options: object): Promise<void> };

const video = (browser: BrowserName): 'camera' | 'canvas' => (browser === 'firefox' ? 'canvas' : 'camera');

async function start(browser: BrowserName, options: SiteOptions = {}): Promise<{ room: Room; member: Participant }> {
  const site = await stage.site(options);
  const room = await stage.janus.createRoom();
  const member = await stage.open(browser, site);
  await member.protect(PASSPHRASE);
  await reloadByItself(member);
  return { room, member };
}

/** Firefox's driver at times takes a service worker's answer, or a helper that loads, for an aborted navigation of its own. */
async function reloadByItself({ page }: Participant): Promise<void> {
  await page.evaluate(() => {
    Object.assign(globalThis, { isOld: true });
    setTimeout(() => location.reload());
  });
  await page.waitForFunction(() => !('isOld' in globalThis) && typeof call === 'object');
}

function join(member: Participant, room: Room): Promise<void> {
  return member.join({ port: stage.janus.port, id: room.id, name: 'ada', video: video(member.client.name) });
}

for (const browser of BROWSERS) {
  describe(browser, () => {
    it('a capture listener that stops every event', async () => {
      const { room, member } = await start(browser, { page: 'hostile.html' });
      await join(member, room);
      await sealedAtServer(room);
      await stage.end();
      expect(atServer(room).clear).toBe(0);
    });

    it('a service worker that answers every navigation, finds the helper and speaks to it', async () => {
      const { room, member } = await start(browser, { page: 'worker-page.html' });
      await member.page.evaluate(() => (globalThis as unknown as { controlled: Promise<void> }).controlled);
      await reloadByItself(member);
      await join(member, room);
      await sealedAtServer(room);
      await member.page.evaluate(
        () =>
          new Promise((resolve) => {
            navigator.serviceWorker.onmessage = resolve;
            navigator.serviceWorker.controller?.postMessage('find');
          }),
      );
      const { sealed } = atServer(room);
      await sealedAtServer(room, sealed + 100);
      await member.until(({ state }) => state === 'sealed');
      await stage.end();
      expect(atServer(room).clear).toBe(0);
    });

    it("a connection made with a loading frame's constructor is sealed all the same", async () => {
      const { room, member } = await start(browser);
      await member.page.evaluate(() => {
        const frame = document.createElement('iframe');
        frame.src = '/conference.css';
        document.body.append(frame);
        const realm = frame.contentWindow as (Window & typeof globalThis) | null;
        if (!realm) throw new Error('no realm');
        globalThis.RTCPeerConnection = realm.RTCPeerConnection;
      });
      await join(member, room);
      await sealedAtServer(room);
      await stage.end();
      expect(atServer(room).clear).toBe(0);
    });

    it("a pristine realm's setter on our sender is noticed at the next look", async () => {
      const { room, member } = await start(browser);
      await join(member, room);
      await sealedAtServer(room);
      await member.until(({ state }) => state === 'sealed');
      await member.page.evaluate(() => {
        const frame = document.createElement('iframe');
        frame.srcdoc = 'x';
        document.body.append(frame);
        const realm = window[0] as (Window & typeof globalThis) | undefined;
        const set = realm && Object.getOwnPropertyDescriptor(realm.RTCRtpSender.prototype, 'transform')?.set;
        if (!set) throw new Error('no pristine setter');
        for (const sender of call.room.senderConnection.getSenders()) set.call(sender, null);
      });
      const since = Date.now();
      const view = await member.until(({ state }) => state === 'broken');
      const seconds = (Date.now() - since) / 1_000;
      expect(view.broken).toBe('transform-replaced');
      // Firefox sends in clear until that look; then no more.
      let last = -1;
      await poll(async () => {
        const { clear, sealed } = atServer(room);
        const quiet = clear + sealed === last;
        last = clear + sealed;
        return quiet;
      });
      const { clear } = atServer(room);
      // 20 pictures and 50 sounds a second at most, and what was on its way.
      expect(clear).toBeLessThan(browser === 'firefox' ? 180 + 70 * seconds : 1);
    });

    it('a page that goes to another meeting by itself gets no key for it', async () => {
      const { room, member } = await start(browser);
      await join(member, room);
      await sealedAtServer(room);
      await member.until(({ state }) => state === 'sealed');
      await member.page.evaluate(() => history.pushState(null, '', '/another'));
      const view = await member.until(({ state }) => state === 'no-key');
      expect(view).toMatchObject({ otherMeeting: true, hasKey: false, meeting: '/another' });
      await stage.end();
      expect(atServer(room).clear).toBe(0);
    });

    it('what an evading page can still do: a connection made wholly in a pristine realm sends in clear', async () => {
      // Listed in SECURITY.md. This test shows it, so that the list stays true.
      const { room, member } = await start(browser);
      const reached = await member.page.evaluate(() => {
        const frame = document.createElement('iframe');
        frame.src = '/never';
        document.body.append(frame);
        const realm = window[0] as (Window & typeof globalThis) | undefined;
        if (realm) globalThis.RTCPeerConnection = realm.RTCPeerConnection;
        return realm !== undefined;
      });
      expect(reached).toBe(true);
      await join(member, room);
      await poll(async () => atServer(room).clear > 30);
      expect((await member.view()).state).not.toBe('sealed');
    });
  });
}

// Nearly all of it is waiting, which both browsers do at the same time.
it('a helper that the server delays for longer than negotiation waits', async () => {
  const robots: RobotsAnswer = (_, response) => {
    const timer = setTimeout(() => response.end('late'), 20_000);
    response.once('close', () => clearTimeout(timer));
  };
  const rooms = await Promise.all(
    BROWSERS.map(async (browser) => {
      const { room, member } = await start(browser, { robots });
      const outcome = await join(member, room).then(
        () => 'joined',
        (error: Error) => error.message,
      );
      expect([browser, outcome]).toEqual([browser, expect.stringContaining('Callseal')]);
      const { broken } = await member.until(({ state }) => state === 'broken');
      expect([browser, broken]).toEqual([browser, 'helper-late']);
      return room;
    }),
  );
  await stage.end();
  expect(rooms.map((room) => atServer(room))).toEqual(BROWSERS.map(() => ({ sealed: 0, clear: 0 })));
});
