/** Members' sound that came in pictures is played beside the page, which sees and reaches nothing of it. */
import { describe, expect, it } from 'vitest';
import type { Heard } from '../../content-scripts/guard/sound-loop-back.ts';
import type { BrowserName, LaunchOptions } from '../support/browsers.ts';
import { Participant } from '../support/member.ts';
import { opusTone } from '../support/opus-tone.ts';
import { poll } from '../support/poll.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';

const stage = new Stage();
const STRICT =
  "default-src 'none'; script-src 'self'; worker-src 'none'; require-trusted-types-for 'script'; trusted-types none";

declare const call: { readonly noted: string[]; readonly element: HTMLAudioElement; join(): Promise<void> };

/** A browser that plays nothing before the user has clicked. */
const WAITS_FOR_CLICK: Record<BrowserName, LaunchOptions> = {
  chromium: { args: ['--autoplay-policy=document-user-activation-required'] },
  firefox: { prefs: { 'media.autoplay.default': 1, 'media.autoplay.block-webaudio': true } },
};

/** A page with a strict policy in which a member speaks, and the page has a call of its own. */
async function start(browser: BrowserName, options: LaunchOptions = {}): Promise<Participant> {
  const site = await stage.site({ page: 'player.html', headers: { 'content-security-policy': STRICT } });
  const client = await stage.client(browser, { extension: 'test', ...options });
  const member = await Participant.open(client, `http://localhost:${site.port}/meeting`);
  await member.protect(PASSPHRASE);
  await member.page.reload();
  return member;
}

/** Waits until what is played is as wanted. @returns how it is played then */
async function played(member: Participant, condition: (heard: Heard) => boolean): Promise<Heard> {
  let heard: Heard | undefined;
  await poll(
    async () => {
      [heard] = (await member.guard('callseal:test-heard')) as Heard[];
      return heard !== undefined && condition(heard);
    },
    { state: () => JSON.stringify(heard) },
  );
  return heard as Heard;
}

/** What the driver does counts as done by the user, and so does a message that follows within this time, to Chromium. */
const WITHOUT_GESTURE_MS = 6_000;

const speak = (member: Participant, afterMs = 0): Promise<unknown> =>
  member.guard({ speak: opusTone().map((packet) => packet.toString('base64')) }, afterMs);

describe.each(['chromium', 'firefox'] as const)('%s', (browser) => {
  it('packets are heard, as loud as the page plays its call, and the page sees nothing of it', async () => {
    const member = await start(browser);
    await member.page.evaluate(() => call.join());
    await member.until(({ state }) => state === 'sealed');
    const own = await member.page.evaluate(() => call.noted.splice(0));
    expect(own).toEqual(expect.arrayContaining(['RTCPeerConnection', 'Audio', 'play', 'setLocalDescription']));

    await speak(member);
    const heard = await played(member, ({ energy, samples }) => energy > 0.01 && samples > 96_000);
    expect(heard).toMatchObject({ state: 'ok', paused: false, muted: false, volume: 1 });
    await member.page.evaluate(() => {
      call.element.volume = 0.25;
    });
    await played(member, ({ volume, muted }) => volume === 0.25 && !muted);
    await member.page.evaluate(() => call.element.pause());
    await played(member, ({ muted }) => muted);
    await member.page.evaluate(() => call.element.play());
    await played(member, ({ volume, muted }) => volume === 0.25 && !muted);
    expect(await member.page.evaluate(() => call.noted)).toEqual(['play']); // its own
    expect(await member.view()).toMatchObject({ broken: null, playback: 'ok' });
  });

  it('where the browser waits for a click it is said, and a click has members heard', async () => {
    const member = await start(browser, WAITS_FOR_CLICK[browser]);
    await member.until(({ state }) => state === 'armed');
    await speak(member, WITHOUT_GESTURE_MS);
    await member.until(({ playback }) => playback === 'refused');
    await member.page.mouse.click(50, 50);
    await played(member, ({ energy, state }) => energy > 0.01 && state === 'ok');
    await member.until(({ playback }) => playback === 'ok');
  });
});
