/** Microsoft Teams as it is stood in for in test/services/teams. Its facts are numbered there. */
import { describe, expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import { freePort, type Room, recordingsOf } from '../support/janus.ts';
import { lockCardLuma, similarity } from '../support/lock-card.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { Reader } from '../support/reader.ts';
import { heldIn } from '../support/server-view.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';

const HOST = 'teams.cloud.microsoft';
const THREAD = '19:meeting_mjm4ztq5zjk@thread.v2';
const LINK = '/l/meetup-join/19%3ameeting_MjM4ZTQ5Zjk%40thread.v2/0?context=%7b%22Tid%22%3a%22t%22%7d';
const stage = new Stage();
const reader = new Reader(PASSPHRASE, 'teams', '');

interface Noted {
  readonly side: 'send' | 'receive';
  readonly kind: 'audio' | 'video';
  /** Its last bytes: packetizers rewrite the beginning of an AV1 frame. */
  readonly tail: number[];
  readonly units?: number[];
}
declare const enter: () => void;
declare const call: {
  readonly noted: Noted[];
  readonly probed: string;
  readonly ids: { readonly sound: number; readonly video: number; readonly screen?: number };
  join(options: object): Promise<void>;
  share(options: object): Promise<void>;
  mute(mute: boolean): void;
};

interface Meeting {
  readonly pictures: Room;
  readonly sound: Room;
  readonly port: number;
}

async function meeting(): Promise<Meeting> {
  const port = await freePort();
  await stage.site({
    securePort: port,
    headers: { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types teams" },
    page: ({ pathname }) => `../services/teams/${pathname === '/v2/call' ? 'call' : 'shell'}.html`,
  });
  const pictures = await stage.janus.createRoom({ videocodec: 'h264,av1' });
  return { port, pictures, sound: await stage.janus.createMixer() };
}

/** Opens the link, switches protection on there or not, and joins. */
async function join(at: Meeting, browser: BrowserName, name: string, protection: boolean): Promise<Participant> {
  const client = await stage.client(browser, {
    ...(name === 'eve' ? {} : { extension: 'test' as const }),
    args: [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`, '--ignore-certificate-errors'],
    prefs: { 'network.dns.localDomains': HOST },
  });
  const participant = await Participant.open(client, `https://${HOST}:${at.port}${LINK}`);
  if (protection) await participant.protect(PASSPHRASE);
  await participant.page.evaluate(() => enter());
  await participant.enter(await participant.page.waitForFrame((frame) => frame.url().endsWith('/v2/call')));
  const video = browser === 'firefox' || name === 'eve' ? 'canvas' : 'camera';
  await participant.inCall((options) => call.join(options), {
    ...{ port: stage.janus.port, id: at.pictures.id, mixer: at.sound.id, name, video },
  });
  return participant;
}

/** Until `to` has drawn enough of `from`, and heard enough of the mix. */
async function flow(to: Participant, from: string): Promise<void> {
  let last: unknown;
  await poll(
    async () => {
      const { received } = await to.stats();
      last = received;
      return (received[from]?.video?.framesDecoded ?? 0) > 60 && (received.mix?.audio?.packetsReceived ?? 0) > 250;
    },
    60_000,
    () => `${from}: ${JSON.stringify(last)}`,
  );
}

/** What the server has of one participant's pictures or sound. */
function heldOf(room: Room, kind: 'audio' | 'video', id: number) {
  const [path] = recordingsOf(room, kind).filter((name) => name.includes(`-user-${id}-`));
  if (!path) throw new Error(`no recording of ${id}`);
  return heldIn(path, reader);
}

const tailsIn = (frames: readonly { readonly bytes?: Uint8Array; readonly clear?: Uint8Array | undefined }[]) =>
  new Set(
    frames.map(({ bytes, clear }) =>
      Buffer.from(clear ?? bytes ?? [])
        .subarray(-48)
        .toString('hex'),
    ),
  );

function shareIn(noted: readonly Noted[], tails: ReadonlySet<string>): number {
  return noted.filter(({ tail }) => tails.has(Buffer.from(tail).toString('hex'))).length / noted.length;
}

const notedBy = (participant: Participant, side: string, kind: string): Promise<Noted[]> =>
  participant.inCall((s, k) => call.noted.filter((frame) => frame.side === s && frame.kind === k), side, kind);

describe.each(['chromium', 'firefox'] as const)('%s', (browser) => {
  it('pictures and screen are sealed, and sound that would be mixed is refused and said so', async () => {
    const at = await meeting();
    const [ada, bo] = [await join(at, browser, 'ada', true), await join(at, browser, 'bo', true)];
    const eve = await join(at, browser, 'eve', false);
    expect(new URL(ada.page.url()).pathname).toBe('/v2/');
    await ada.inCall((options) => call.share(options), { port: stage.janus.port, id: at.pictures.id, name: 'ada' });
    await flow(bo, 'ada');
    await flow(bo, "ada's screen");
    await flow(ada, 'bo');
    await flow(eve, 'ada');

    const picture = async (of: Participant, name: string): Promise<number> =>
      similarity((await of.picture(name))?.luma ?? [], lockCardLuma());
    expect(await picture(bo, 'ada')).toBeLessThan(0.7);
    expect(await picture(bo, "ada's screen")).toBeLessThan(0.7);
    expect(await picture(eve, 'ada')).toBeGreaterThan(0.9);
    expect(await picture(ada, 'eve')).toBeGreaterThan(0.9);
    for (const hearer of [ada, bo]) expect((await hearer.sound('mix'))?.peak).toBeLessThan(0.001);

    const view = await bo.until(({ state }) => state === 'sealed');
    expect(view).toMatchObject({ broken: null, meeting: THREAD, setAside: browser === 'firefox' ? ['transform'] : [] });
    const popup = await bo.popup();
    await poll(async () => (await popup.evaluate(() => document.body.textContent ?? '')).includes('mix'), 10_000);
    const ids = await Promise.all([ada, bo].map((member) => member.inCall(() => call.ids)));
    const outsider = await eve.inCall(() => call.ids);
    const [made, got] = [await notedBy(ada, 'send', 'video'), await notedBy(bo, 'receive', 'video')];
    expect(await ada.inCall(() => call.probed)).toContain('m=video');
    await stage.end();

    for (const { sound, video, screen } of ids) {
      for (const id of screen === undefined ? [video] : [video, screen]) {
        const held = heldOf(at.pictures, 'video', id);
        expect(held.sealed.length).toBeGreaterThan(60);
        expect(held.other.length).toBe(0);
      }
      const held = heldOf(at.sound, 'audio', sound);
      expect(held.sealed.length).toBeGreaterThan(200);
      expect(held.other.length).toBe(0);
    }
    expect(heldOf(at.pictures, 'video', outsider.video).sealed.length).toBe(0);
    if (browser === 'firefox') expect(made).toEqual([]);
    else {
      // The vendor's transforms ran, on clear H.264, and what they made is what was sealed.
      const clear = tailsIn(
        ids.flatMap(({ video, screen }) =>
          [video, screen ?? video].flatMap((id) => heldOf(at.pictures, 'video', id).sealed),
        ),
      );
      expect(made.length).toBeGreaterThan(120);
      expect(made.some(({ units = [] }) => units.includes(7) && units.includes(5))).toBe(true);
      expect(shareIn(made, clear)).toBeGreaterThan(0.9);
      expect(shareIn(got, clear)).toBeGreaterThan(0.9);
    }
  });

  it('the control, protection off: the transforms run, everybody is heard in the mix, and the server has it all', async () => {
    const at = await meeting();
    const [ada, bo] = [await join(at, browser, 'ada', false), await join(at, browser, 'bo', false)];
    await flow(bo, 'ada');
    await flow(ada, 'bo');
    expect((await bo.sound('mix'))?.share).toBeGreaterThan(0.9);
    const { sound, video } = await ada.inCall(() => call.ids);
    const made = await notedBy(ada, 'send', 'video');
    await stage.end();
    for (const held of [heldOf(at.sound, 'audio', sound), heldOf(at.pictures, 'video', video)]) {
      expect(held.sealed.length).toBe(0);
      expect(held.other.length).toBeGreaterThan(60);
    }
    expect(shareIn(made, tailsIn(heldOf(at.pictures, 'video', video).other))).toBeGreaterThan(0.9);
  });
});

it('chromium: its mute beneath the encoder mutes, and that is no leak', async () => {
  const at = await meeting();
  const ada = await join(at, 'chromium', 'ada', true);
  const { sound } = await ada.inCall(() => call.ids);
  const sealed = (): number => heldOf(at.sound, 'audio', sound).sealed.length;
  await poll(async () => sealed() > 100, 30_000);
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
  await poll(async () => sealed() > before + 100, 30_000);
  expect(heldOf(at.sound, 'audio', sound).other.length).toBe(0);
});
