/**
 * Another extension changes how pages make connections, as meeting assistants and blockers do; its script comes before
 * ours, or after. Either the call is sealed all the same, or nothing is sent and the popup says why.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import type { Room } from '../support/janus.ts';
import { Participant } from '../support/member.ts';
import { OtherExtension, type Place } from '../support/other-extension.ts';
import { poll } from '../support/poll.ts';
import type { RobotsAnswer, Site } from '../support/site.ts';
import { atServer, clearAtServer, PASSPHRASE, Stage, sealedAtServer } from '../support/stage.ts';

const stage = new Stage();
const others: OtherExtension[] = [];
afterEach(async () => {
  for (const other of others.splice(0)) await other.end();
});

/** Connections do not pass by Callseal at all: media flows, and there is nothing in it. */
const DARK = 'frozen-fixed';

/** Frames that tell how a call went, and that the control finds in clear. */
const FRAMES = 30;

type Outcome = 'sealed' | 'other-extension';

declare const otherExtension: {
  readonly kinds: readonly string[];
  replaceTrack(sender: RTCRtpSender, track: MediaStreamTrack): Promise<void>;
};
declare const call: object;
declare const movingCanvas: () => MediaStreamTrack;
interface Publishing {
  open(): Promise<void>;
  publish(
    stream: MediaStream,
    configuration: undefined,
    prepare: (connection: RTCPeerConnection) => void,
  ): Promise<void>;
}
declare const JanusRoom: new (port: number, room: number, name: string) => Publishing;

/** What cannot be sealed where the other script came first. Everything else is, in either order. */
const STOPPED: Readonly<Record<BrowserName, readonly string[]>> = {
  // Chromium's fail-closed switch is set by whoever makes the connection.
  chromium: ['stripping', 'fixed', 'fixed-getter', 'frozen', 'saving-stripped', 'hiding'],
  firefox: ['frozen', 'hiding'],
};

const meeting = (site: Site, kind?: string): string =>
  `http://localhost:${site.port}/meeting${kind === undefined ? '' : `?other=${kind}`}`;

async function start(browser: BrowserName, place: Place, site: Site): Promise<OtherExtension> {
  const other = await OtherExtension.start(stage, browser, place, meeting(site));
  others.push(other);
  return other;
}

/** How the other extension can change connections. */
async function kindsOf(other: OtherExtension, site: Site): Promise<readonly string[]> {
  await other.goTo(meeting(site));
  await other.settled();
  return other.member.page.evaluate(() => otherExtension.kinds);
}

/** Whence the page has its picture and sound, as own-sources.js makes them; undefined for the devices. */
type Source = 'element' | 'graph';
declare const useOwn: (source: Source) => void;

async function joinAs(other: OtherExtension, site: Site, kind: string, source?: Source) {
  const { member } = other;
  const room = await stage.janus.createRoom();
  await other.goTo(meeting(site, kind));
  await member.page.waitForFunction(() => typeof call === 'object');
  if (source) {
    await member.page.addScriptTag({ url: '/own-sources.js' });
    await member.page.evaluate((own) => useOwn(own), source);
  }
  const video = source === 'element' || (!source && member.client.name === 'firefox') ? 'canvas' : 'camera';
  const joined = member.join({ port: stage.janus.port, id: room.id, name: 'ada', video }).then(
    () => 'joined',
    (error: Error) => error.message,
  );
  return { room, joined };
}

/** How long server and background take to answer while nobody can seal yet, in milliseconds. */
const DELAY_MS = 3_000;

const slowly: RobotsAnswer = (_, response) => {
  const timer = setTimeout(() => response.end('User-agent: *\n'), DELAY_MS);
  response.once('close', () => clearTimeout(timer));
};

/** Negotiates by the browser's own methods, and only then gives its sender a track. */
async function sendLate(other: OtherExtension, site: Site): Promise<Room> {
  const { member } = other;
  const room = await stage.janus.createRoom();
  await other.goTo(meeting(site, 'saving'));
  await member.page.waitForFunction(() => typeof call === 'object');
  await member.page.evaluate(
    async (port, id) => {
      const publishing = new JanusRoom(port, id, 'ada');
      await publishing.open();
      let sender: RTCRtpSender | undefined;
      await publishing.publish(new MediaStream(), undefined, (connection) => {
        sender = connection.addTransceiver('video', { direction: 'sendonly' }).sender;
      });
      if (sender) await otherExtension.replaceTrack(sender, movingCanvas());
    },
    stage.janus.port,
    room.id,
  );
  return room;
}

/** A page that is not held by our hooks sends as soon as it can, and nobody can seal yet. */
async function sendEarly(other: OtherExtension): Promise<void> {
  const { member } = other;
  const site = await stage.site({ robots: slowly });
  await member.slowBackground(DELAY_MS);
  await member.page.bringToFront();
  // The first document of an origin: it is not known yet whether protection is on.
  const { room } = await joinAs(other, site, 'saving');
  await sealedAtServer(room);
  // Chromium lacks its fail-closed switch here.
  const flagless = await stage.site();
  const stripped = await joinAs(other, flagless, 'saving-stripped');
  await stripped.joined;
  // What the page has asked until now is answered late all the same.
  await member.slowBackground(0);
  await member.page.bringToFront();
  const ends = member.client.name === 'chromium' ? 'broken' : 'sealed';
  await member.until(({ state, totals }) => state === ends && (ends === 'broken' || totals.sealed > FRAMES));
  // It is on, and the worker is late.
  const late = await sendLate(other, site);
  await sealedAtServer(late);
  const clear = [room, stripped.room, late].map((each) => atServer(each).clear);
  expect(clear).toEqual([0, 0, 0]);
}

describe.each(['chromium', 'firefox'] as const)('%s', (browser) => {
  it.each(['first', 'last'] as const)('the other script comes %s', async (place) => {
    const site = await stage.site();
    const other = await start(browser, place, site);
    const { member } = other;
    await member.protect(PASSPHRASE);
    const outcomes: Record<string, { first: boolean; outcome: string; clear: number }> = {};
    const expected: typeof outcomes = {};
    const kinds = await kindsOf(other, site);
    for (const kind of kinds.filter((each) => place === 'last' || each !== DARK)) {
      const { room, joined } = await joinAs(other, site, kind);
      const view = await member
        .until(({ state, totals }) => state === 'broken' || (state === 'sealed' && totals.sealed > FRAMES))
        .catch(() => member.view());
      if (view.state === 'broken') await joined;
      outcomes[kind] = {
        first: await other.isFirst(),
        outcome: view.broken ?? view.state,
        clear: atServer(room).clear,
      };
      const outcome: Outcome = place === 'first' && STOPPED[browser].includes(kind) ? 'other-extension' : 'sealed';
      expected[kind] = { first: place === 'first', outcome, clear: 0 };
    }
    expect(outcomes).toEqual(expected);
    if (place === 'first') await sendEarly(other);
  });

  it('protection off: all is clear; on: what cannot be hooked carries black and silence', async () => {
    const site = await stage.site();
    const other = await start(browser, 'first', site);
    const { member } = other;
    for (const kind of await kindsOf(other, site)) {
      const { room, joined } = await joinAs(other, site, kind);
      expect([kind, await joined]).toEqual([kind, 'joined']);
      await clearAtServer(room, FRAMES);
    }
    const late = await sendLate(other, site);
    await clearAtServer(late, FRAMES);
    const outsider = await Participant.open(await stage.client('chromium'), `http://localhost:${site.port}/outside`);
    const drawn = async (source: Source) => {
      await outsider.page.reload();
      const { room, joined } = await joinAs(other, site, DARK, source);
      expect(await joined).toBe('joined');
      await outsider.join({ port: stage.janus.port, id: room.id, name: 'eve' });
      let last: Record<string, Record<string, number>> = {};
      await poll(
        async () => {
          last = (await outsider.stats()).received.ada ?? {};
          // Two seconds. Black pictures come at leisure.
          return (last.audio?.packetsReceived ?? 0) > 100 && (last.video?.framesDecoded ?? 0) > 3;
        },
        { state: () => JSON.stringify(last) },
      );
      const { luma = [] } = (await outsider.picture('ada')) ?? {};
      const { peak = -1 } = (await outsider.sound('ada')) ?? {};
      return { first: await other.isFirst(), brightest: Math.max(...luma), peak, sealed: atServer(room).sealed };
    };
    // Firefox plays no graph without a sound card, and has no generator.
    const sources: readonly Source[] = browser === 'chromium' ? ['element', 'graph'] : ['element'];
    const unsealed = { first: true, sealed: 0 };
    // The control: protection is off.
    for (const source of sources) {
      const seen = await drawn(source);
      expect([source, seen]).toMatchObject([source, unsealed]);
      expect(seen.brightest).toBeGreaterThan(100);
      expect(seen.peak).toBeGreaterThan(0.1);
    }
    await member.protect(PASSPHRASE);
    for (const source of sources) {
      const seen = await drawn(source);
      // A script that came last would have the call sealed, of which the outsider sees the bright lock card.
      expect([source, seen]).toMatchObject([source, unsealed]);
      expect(seen.brightest).toBeLessThan(30);
      expect(seen.peak).toBeGreaterThanOrEqual(0);
      expect(seen.peak).toBeLessThan(0.01);
      await member.until(({ state, broken }) => state === 'broken' && broken === 'other-extension');
    }
  });
});
