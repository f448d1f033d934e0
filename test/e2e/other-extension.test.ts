/**
 * Another extension changes how pages make connections, as meeting assistants and blockers do; its script comes before
 * ours, or after. Either the call is sealed all the same, or nothing is sent and the popup says why.
 */
import { describe, expect, it } from 'vitest';
import type { BrowserName, Client } from '../support/browsers.ts';
import type { Room } from '../support/janus.ts';
import { Participant } from '../support/member.ts';
import { makeOtherExtension, type OtherExtension } from '../support/other-extension.ts';
import { poll } from '../support/poll.ts';
import type { RobotsAnswer, Site } from '../support/site.ts';
import { atServer, PASSPHRASE, Stage, sealedAtServer } from '../support/stage.ts';

const stage = new Stage();

/** Connections do not pass by Callseal at all: media flows, and there is nothing in it. */
const DARK = 'frozen-fixed';

type Place = 'first' | 'last';
type Outcome = 'sealed' | 'other-extension';

declare const otherExtension: {
  readonly first: boolean;
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

/** More tries than it takes: the order follows from the id by a hash. */
const TRIES = 12;

/** @param protect before the order is looked at: Firefox settles it anew in each process, and protection reloads the page */
async function start(
  browser: BrowserName,
  place: Place,
  site: Site,
  protect = false,
): Promise<{ client: Client; member: Participant }> {
  for (let number = 0; number < TRIES; number++) {
    const other: OtherExtension = makeOtherExtension(place, number);
    const client = await stage.client(browser, { extension: 'test', beside: other.folder });
    const member = await Participant.open(client, `http://localhost:${site.port}/meeting`);
    other.remove();
    if (protect) {
      await member.protect(PASSPHRASE);
      await member.page.goto(member.page.url());
    }
    const first = await member.page.evaluate(() => otherExtension.first);
    if (first === (place === 'first')) return { client, member };
    await stage.end();
  }
  throw new Error(`no id brings the other extension's script ${place}`);
}

/** Whence the page has its picture and sound, as own-sources.js makes them; undefined for the devices. */
type Source = 'element' | 'graph';
declare const useOwn: (source: Source) => void;

async function joinAs(member: Participant, site: Site, kind: string, source?: Source) {
  const room = await stage.janus.createRoom();
  await member.page.goto(`http://localhost:${site.port}/meeting?other=${kind}`);
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
async function sendLate(member: Participant, site: Site): Promise<Room> {
  const room = await stage.janus.createRoom();
  await member.page.goto(`http://localhost:${site.port}/meeting?other=saving`);
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
async function sendEarly(member: Participant): Promise<void> {
  const site = await stage.site({ robots: slowly });
  await member.slowBackground(DELAY_MS);
  await member.page.bringToFront();
  // The first document of an origin: it is not known yet whether protection is on.
  const { room } = await joinAs(member, site, 'saving');
  await sealedAtServer(room);
  // Chromium lacks its fail-closed switch here.
  const flagless = await stage.site();
  const stripped = await joinAs(member, flagless, 'saving-stripped');
  const ends = member.client.name === 'chromium' ? 'broken' : 'sealed';
  await member.until(({ state, totals }) => state === ends && (ends === 'broken' || totals.sealed > 60), 30_000);
  await member.slowBackground(0);
  await member.page.bringToFront();
  // It is on, and the worker is late.
  const late = await sendLate(member, site);
  await sealedAtServer(late);
  const clear = [room, stripped.room, late].map((each) => atServer(each).clear);
  expect(clear).toEqual([0, 0, 0]);
}

describe.each(['chromium', 'firefox'] as const)('%s', (browser) => {
  it.each(['first', 'last'] as const)('the other script comes %s', { timeout: 300_000 }, async (place) => {
    const site = await stage.site();
    const { member } = await start(browser, place, site, true);
    const outcomes: Record<string, { first: boolean; outcome: string; clear: number }> = {};
    const expected: typeof outcomes = {};
    const kinds = await member.page.evaluate(() => otherExtension.kinds);
    for (const kind of kinds.filter((each) => place === 'last' || each !== DARK)) {
      const { room, joined } = await joinAs(member, site, kind);
      const view = await member
        .until(({ state, totals }) => state === 'broken' || (state === 'sealed' && totals.sealed > 60), 20_000)
        .catch(() => member.view());
      if (view.state === 'broken') await joined;
      const first = await member.page.evaluate(() => otherExtension.first);
      outcomes[kind] = { first, outcome: view.broken ?? view.state, clear: atServer(room).clear };
      const outcome: Outcome = place === 'first' && STOPPED[browser].includes(kind) ? 'other-extension' : 'sealed';
      expected[kind] = { first: place === 'first', outcome, clear: 0 };
    }
    expect(outcomes).toEqual(expected);
    if (place === 'first') await sendEarly(member);
  });

  it('protection off: all is clear; on: what cannot be hooked carries black and silence', {
    timeout: 300_000,
  }, async () => {
    const site = await stage.site();
    const { member } = await start(browser, 'first', site);
    for (const kind of await member.page.evaluate(() => otherExtension.kinds)) {
      const { room, joined } = await joinAs(member, site, kind);
      expect([kind, await joined]).toEqual([kind, 'joined']);
      await poll(async () => atServer(room).clear > 30, 30_000);
    }
    const late = await sendLate(member, site);
    await poll(async () => atServer(late).clear > 30, 30_000);
    const outsider = await Participant.open(await stage.client('chromium'), `http://localhost:${site.port}/outside`);
    const drawn = async (source: Source) => {
      await outsider.page.reload();
      const { room, joined } = await joinAs(member, site, DARK, source);
      expect(await joined).toBe('joined');
      await outsider.join({ port: stage.janus.port, id: room.id, name: 'eve' });
      await poll(async () => ((await outsider.stats()).received.ada?.video?.framesDecoded ?? 0) > 20, 30_000);
      const { luma = [] } = (await outsider.picture('ada')) ?? {};
      return { brightest: Math.max(...luma), peak: (await outsider.sound('ada'))?.peak ?? -1 };
    };
    // Firefox plays no graph without a sound card, and has no generator.
    const sources: readonly Source[] = browser === 'chromium' ? ['element', 'graph'] : ['element'];
    // The control: protection is off.
    for (const source of sources) {
      const { brightest, peak } = await drawn(source);
      expect([source, brightest > 100, peak > 0.1]).toEqual([source, true, true]);
    }
    await member.protect(PASSPHRASE);
    for (const source of sources) {
      const { brightest, peak } = await drawn(source);
      expect([source, brightest < 30, peak >= 0 && peak < 0.01]).toEqual([source, true, true]);
      await member.until(({ state, broken }) => state === 'broken' && broken === 'other-extension');
    }
  });
});
