/** Microsoft Teams as it is stood in for in test/services/teams. Its facts are numbered there. */
import { describe, expect, it } from 'vitest';
import { reportOf } from '../../popup/report.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { chooseClearSound, flow, type Ids, MixedCall, toldOfMixing } from '../services/harness/mixed-call.ts';
import { expectRow } from '../services/harness/table.ts';
import type { BrowserName } from '../support/browsers.ts';
import { comesToHear } from '../support/hearing.ts';
import { likeLockCard } from '../support/lock-card.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { Reader } from '../support/reader.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';

const HOST = 'teams.cloud.microsoft';
const THREAD = '19:meeting_mjm4ztq5zjk@thread.v2';
const LINK = '/l/meetup-join/19%3ameeting_MjM4ZTQ5Zjk%40thread.v2/0?context=%7b%22Tid%22%3a%22t%22%7d';
const stage = new Stage();
const reader = new Reader(PASSPHRASE, 'teams', '');

/** A frame that one of the vendor's transforms had. */
interface Noted {
  readonly side: 'send' | 'receive';
  readonly kind: 'audio' | 'video';
  /** Its last bytes: packetizers rewrite the beginning of an AV1 frame. */
  readonly tail: number[];
  /** Types of NAL units. */
  readonly units?: number[];
}
declare const enter: () => void;
declare const call: { readonly noted: Noted[]; readonly probed: string; mute(mute: boolean): void };

async function start(browser: BrowserName) {
  const { port } = await stage.site({
    securePort: 0,
    headers: { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types teams" },
    page: ({ pathname }) => `../services/teams/${pathname === '/v2/call' ? 'call' : 'shell'}.html`,
  });
  const meeting = await MixedCall.start(stage, browser, reader, 'h264,av1');
  /** Opens the link, switches protection on there or not, and joins. */
  const join = async (name: string, protection: boolean): Promise<Participant> => {
    const client = await stage.client(browser, name === 'eve' ? {} : { extension: 'test' });
    const participant = await Participant.open(client, `https://${HOST}:${port}${LINK}`);
    if (protection) await participant.protect(PASSPHRASE);
    await participant.page.evaluate(() => enter());
    await participant.enter('/v2/call');
    await meeting.join(participant, name);
    return participant;
  };
  return { meeting, join };
}

/** @returns the share of the frames that the server has too, as their last bytes tell */
function shareAmong(noted: readonly Noted[], frames: readonly Buffer[]): number {
  const tails = new Set(frames.map((bytes) => bytes.subarray(-48).toString('hex')));
  return noted.filter(({ tail }) => tails.has(Buffer.from(tail).toString('hex'))).length / noted.length;
}

const notedBy = (participant: Participant, side: string, kind: string): Promise<Noted[]> =>
  participant.inCall((s, k) => call.noted.filter((frame) => frame.side === s && frame.kind === k), side, kind);

/** What somebody far away learns of the call, and who it was that made it. */
function expectReport(view: TabView, browser: BrowserName): void {
  const report = reportOf(view, { version: '1.0', userAgent: '', nowMs: Date.now() });
  for (const line of [
    /^service: Microsoft Teams$/m,
    /^own sound in pictures: carried, /m,
    /^ {2}send video (?:h264|av1): \d+ seen, .*\n {4}\w+, track live, shows camera, transport connected, udp from host to \w+.*\n {4}payload type \d+ \(.*\n {4}extensions: .*\n {4}layer 1: on, up to \d+ lines, /m,
    /^document \d, a frame:\n.*guard \d+, hook \d+, orders \d+, protection \d+, connection \d+, transceiver \d+, worker-wanted \d+, worker \d+\n {2}helper: (?:direct, workers that stood 1, attempts that failed: none|[\w-]+, workers that stood 1, attempts that failed: late [12])\n {2}handed over: senders [2-9], receivers [2-9]$/m,
    /^ {2}extensions in descriptions: .*\bmid \d+/m,
    // Chromium alone tells of each stream.
    browser === 'firefox' ? /^ {4}extensions: none$/m : /^ {4}extensions: .*\bmid\b/m,
  ]) {
    expect(report).toMatch(line);
  }
  for (const secret of [...PASSPHRASE.split(' '), HOST, THREAD, 'ada', '127.0.0.1', view.members[0] ?? '']) {
    expect(report).not.toContain(secret);
  }
}

describe.each(['chromium', 'firefox'] as const)('%s', (browser) => {
  it('pictures and screen are sealed, and the sound inside the pictures, since the server mixes', async () => {
    const { meeting, join } = await start(browser);
    const [ada, bo, eve] = await Promise.all([join('ada', true), join('bo', true), join('eve', false)]);
    expect(new URL(ada.page.url()).pathname).toBe('/v2/');
    await meeting.share(ada, 'ada');
    for (const [to, from] of [
      [bo, 'ada'],
      [bo, "ada's screen"],
      [ada, 'bo'],
      [ada, 'eve'],
      [eve, 'ada'],
    ] as const) {
      await flow(to, from);
    }
    await flow(eve, "ada's screen");
    await toldOfMixing(bo);
    expect(likeLockCard(await ada.picture('eve'))).toBeGreaterThan(0.9);
    expect(await ada.inCall(() => call.probed)).toContain('m=video');
    const view = await bo.until(({ state }) => state === 'sealed');
    expect(view).toMatchObject({ broken: null, meeting: THREAD, setAside: browser === 'firefox' ? ['transform'] : [] });
    expectReport(await ada.until(({ ownSound }) => ownSound === 'carried'), browser);
    const [made, got] = [await notedBy(ada, 'send', 'video'), await notedBy(bo, 'receive', 'video')];
    const ids = await Promise.all([ada, bo, eve].map((participant) => meeting.idsOf(participant)));

    expectRow(await meeting.judge('Microsoft Teams', { ada, bo, eve }));
    const videos = ids.flatMap(({ video, screen }) => (screen === undefined ? [video] : [video, screen]));
    const clear = videos.flatMap((id) => meeting.heldOf('video', id).sealed.flatMap((frame) => frame.clear ?? []));
    if (browser === 'firefox') expect([...made, ...got]).toEqual([]);
    else {
      // The vendor's transforms ran, on clear H.264, and what they made is what was sealed.
      expect(made.length).toBeGreaterThan(60);
      expect(made.some(({ units = [] }) => units.includes(7) && units.includes(5))).toBe(true);
      expect(shareAmong(made, clear)).toBeGreaterThan(0.9);
      expect(shareAmong(got, clear)).toBeGreaterThan(0.9);
    }
  });

  it('sound is heard in the mix when its members choose to send it in clear; the rest stays sealed', async () => {
    const { meeting, join } = await start(browser);
    const [ada, bo, eve] = await Promise.all([join('ada', true), join('bo', true), join('eve', false)]);
    await meeting.share(ada, 'ada');
    // What members hear is members then.
    await meeting.mute(eve);
    await Promise.all(
      [ada, bo].map(async (member) => {
        await toldOfMixing(member);
        await chooseClearSound(member);
      }),
    );
    for (const to of [bo, eve]) for (const from of ['ada', "ada's screen"]) await flow(to, from);
    expectRow(await meeting.judge('Microsoft Teams, clear sound chosen', { ada, bo, eve }, true));
  });

  it('the control, protection off: its transforms run, all are heard in the mix, and the server has it all', async () => {
    const { meeting, join } = await start(browser);
    const [ada, bo] = await Promise.all([join('ada', false), join('bo', false)]);
    await flow(bo, 'ada');
    await flow(ada, 'bo');
    expect(await comesToHear(bo, 'mix')).toBe(true);
    const { sound, video }: Ids = await meeting.idsOf(ada);
    const made = await notedBy(ada, 'send', 'video');
    await stage.end();
    const [heard, seen] = [meeting.heldOf('audio', sound), meeting.heldOf('video', video)];
    for (const held of [heard, seen]) {
      expect(held.sealed.length).toBe(0);
      expect(held.other.length).toBeGreaterThan(60);
    }
    expect(
      shareAmong(
        made,
        seen.other.map(({ bytes }) => bytes),
      ),
    ).toBeGreaterThan(0.9);
  });
});

it('chromium: its mute beneath the encoder mutes, and that is no leak', async () => {
  const { meeting, join } = await start('chromium');
  const ada = await join('ada', true);
  const { sound } = await meeting.idsOf(ada);
  const sealed = (): number => meeting.heldOf('audio', sound).sealed.length;
  await poll(async () => sealed() > 100);
  await ada.inCall(() => call.mute(true));
  const dropped = (frames: number) =>
    ada.until(({ streams }) =>
      streams.some(({ side, kind, seen, done }) => side === 'send' && kind === 'audio' && seen > done + frames),
    );
  await dropped(50);
  const before = sealed();
  const view = await dropped(200);
  expect(view).toMatchObject({ state: 'sealed', broken: null });
  expect(sealed() - before).toBeLessThan(20);
  await ada.inCall(() => call.mute(false));
  await poll(async () => sealed() > before + 100);
  expect(meeting.heldOf('audio', sound).other.length).toBe(0);
});
