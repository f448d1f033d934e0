/** Senders that appear, or that run already, at the very moment in which nobody is ready to seal them. */
import { expect, it } from 'vitest';
import { type BrowserName, FIREFOX_ID } from '../support/browsers.ts';
import { type Room, recordingsOf } from '../support/janus.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { readMjr } from '../support/recording.ts';
import type { RobotsAnswer } from '../support/site.ts';
import { atServer, orderAtServer, PASSPHRASE, Stage, sealedAtServer } from '../support/stage.ts';

const stage = new Stage();

declare const call: { share(): Promise<void>; readonly room: { readonly senderConnection: RTCPeerConnection } };
declare const chrome: { readonly runtime: { reload(): void } };

/** How long the server keeps the helper's file back, in milliseconds. */
const DELAY_MS = 3_000;

/** Frames that may be on their way to the server's disk, 4 kB of them in its buffers for files. In the delay are 210. */
const ON_THE_WAY = 60;

/** A server that answers at leisure, which makes every gap in the protection wider. */
const slowly: RobotsAnswer = (_, response) => {
  const timer = setTimeout(() => response.end('User-agent: *\n'), DELAY_MS);
  response.once('close', () => clearTimeout(timer));
};

/** Under it Firefox lets the guard make no worker but in its helper. */
const TRUSTED_TYPES = { 'content-security-policy': "require-trusted-types-for 'script'" };

/** @param headers of the page */
async function start(
  browser: BrowserName,
  path: string,
  on: boolean,
  headers = {},
): Promise<{ room: Room; member: Participant }> {
  const site = await stage.site({ robots: slowly, headers });
  const room = await stage.janus.createRoom();
  const client = await stage.client(browser, { extension: 'test', alone: true });
  const member = await Participant.open(client, `http://localhost:${site.port}${path}`);
  if (on) await member.protect(PASSPHRASE);
  const video = browser === 'firefox' ? 'canvas' : 'camera';
  await member.join({ port: stage.janus.port, id: room.id, name: 'ada', video });
  return { room, member };
}

/** The page writes the children of `<html>` anew, the helper is not among them, and adds a picture in the same task. */
function renderAndShare(member: Participant): Promise<string> {
  return member.page.evaluate(() => {
    document.documentElement.replaceChildren(document.head, document.body);
    return call.share().then(
      () => 'shared',
      (error: Error) => error.message,
    );
  });
}

/** The extension is updated: its content scripts end in Firefox, where new ones come, and are orphans in Chromium. */
async function updateExtension(member: Participant): Promise<void> {
  if (member.client.name === 'firefox') {
    await member.client.install();
    return member.page.bringToFront();
  }
  const popup = await member.popup();
  const closed = new Promise((resolve) => popup.once('close', resolve));
  void popup.evaluate(() => chrome.runtime.reload()).catch(() => undefined); // its page goes with it
  await closed;
}

async function removeExtension(member: Participant): Promise<void> {
  await member.client.browser.uninstallExtension(FIREFOX_ID);
  return member.page.bringToFront();
}

type End = (member: Participant) => Promise<void>;

/** Only Firefox's driver removes one. */
const CASES: readonly [BrowserName, string, End][] = [
  ['chromium', 'update', updateExtension],
  ['firefox', 'update', updateExtension],
  ['firefox', 'removal', removeExtension],
];

function share(member: Participant): Promise<string> {
  return member.page.evaluate(() =>
    call.share().then(
      () => 'shared',
      (error: Error) => error.message,
    ),
  );
}

const encoded = (member: Participant): Promise<number> =>
  member.page.evaluate(async () => {
    const stats = [...(await call.room.senderConnection.getStats()).values()];
    return stats.reduce((sum, entry) => sum + (entry.type === 'outbound-rtp' ? (entry.framesEncoded ?? 0) : 0), 0);
  });

/** Recordings of pictures that were added in mid-call. */
function sharedAtServer(room: Room): number {
  const added = recordingsOf(room, 'video').filter((path) => Number(/-(\d+)\.mjr/.exec(path)?.[1]) > 1);
  return added.filter((path) => readMjr(path).length > 20).length;
}

async function sendsOn(member: Participant, frames: number): Promise<void> {
  const before = await encoded(member);
  await poll(async () => (await encoded(member)) > before + frames);
}

/** @returns the room, and how many frames may have left in clear before protection came on */
async function protectedCall(browser: BrowserName, way: string, end: End): Promise<{ room: Room; sent: number }> {
  // Firefox attaches in mid-call, so there the call begins in clear.
  const before = browser === 'firefox';
  const { room, member } = await start(browser, '/meeting', !before, way === 'removal' ? TRUSTED_TYPES : {});
  let sent = 0;
  if (before) {
    await poll(async () => atServer(room).clear > 60);
    await member.protect(PASSPHRASE);
    sent = atServer(room).clear + ON_THE_WAY;
    // Clients find their senders by their tracks.
    expect(await member.page.evaluate(() => call.room.senderConnection.getSenders().every(({ track }) => track))).toBe(
      true,
    );
  }
  await sealedAtServer(room, 60);
  const { sealed } = atServer(room);
  expect(await renderAndShare(member)).toBe('shared');
  await sealedAtServer(room, sealed + 150);
  await member.until(({ state }) => state === 'sealed');

  await end(member);
  const outcome = await share(member);
  if (browser === 'firefox') expect(outcome).toContain('Callseal');
  // A new guard comes into the open page, too late, and takes what it is shown away.
  if (browser === 'firefox' && way === 'update') await member.until(({ unproven }) => unproven?.reason === 'late');
  else await sendsOn(member, 60);
  return { room, sent };
}

/** The control: with protection off each of them is found in clear. */
async function clearCall(browser: BrowserName, end: End): Promise<Room> {
  const { room, member } = await start(browser, '/open', false);
  expect(await renderAndShare(member)).toBe('shared');
  await poll(async () => sharedAtServer(room) === 1);
  await end(member);
  expect(await share(member)).toBe('shared');
  await poll(async () => sharedAtServer(room) === 2);
  return room;
}

// Both wait for the slow server most of the time.
it.each(CASES)(
  '%s, %s of the extension: a sender that comes in the task in which the worker goes, and one that comes behind the end',
  async (browser, way, end) => {
    const [{ room, sent }, control] = await Promise.all([protectedCall(browser, way, end), clearCall(browser, end)]);
    await stage.end();
    const streams = orderAtServer(room).filter((frames) => frames.length > 0);
    expect(streams.length).toBeGreaterThanOrEqual(3);
    const clear = streams.flat().filter((isSealed) => !isSealed).length;
    expect(clear).toBeLessThanOrEqual(sent);
    for (const frames of streams) {
      const first = frames.indexOf(true);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(frames.slice(first)).not.toContain(false);
    }
    expect(atServer(control, '/open').sealed).toBe(0);
  },
);
