/** Pages that transform encoded frames themselves: theirs runs inside, ours is outermost, and nothing gets around it. */
import { describe, expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import { type Room, recordingsOf } from '../support/janus.ts';
import { likeLockCard } from '../support/lock-card.ts';
import { type JoinOptions, Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { Reader } from '../support/reader.ts';
import { heldIn } from '../support/server-view.ts';
import type { Site } from '../support/site.ts';
import { atServer, PASSPHRASE, Stage, sealedAtServer } from '../support/stage.ts';

const stage = new Stage();
const reader = new Reader(PASSPHRASE, 'localhost', '/meeting');

type Own = NonNullable<JoinOptions['own']>;
interface Head {
  readonly side: 'send' | 'receive';
  readonly kind: 'audio' | 'video';
  readonly head: string;
}
declare const ownTransform: {
  readonly heads: Head[];
  dropping: boolean;
  readonly held: { side: string; kind: string; readable: ReadableStream; writable: WritableStream }[];
};
declare const call: { readonly room: { readonly senderConnection: RTCPeerConnection } };

async function open(site: Site, member: boolean, name: BrowserName = 'chromium'): Promise<Participant> {
  if (member) return stage.open(name, site);
  return Participant.open(await stage.client(name), `http://localhost:${site.port}/meeting`);
}

function join(participant: Participant, room: Room, name: string, own: Own): Promise<void> {
  // The outsider shows something else than the members, whose frames are told from his by their bytes.
  const video = participant.client.name === 'firefox' || name === 'eve' ? 'canvas' : 'camera';
  return participant.join({ port: stage.janus.port, id: room.id, name, own, video });
}

async function meet(own: Own, protection: boolean) {
  const site = await stage.site();
  const room = await stage.janus.createRoom();
  const [ada, bo, eve] = await Promise.all([open(site, true), open(site, true), open(site, false)]);
  if (protection) await Promise.all([ada, bo].map((member) => member.protect(PASSPHRASE)));
  await join(ada, room, 'ada', own);
  await join(bo, room, 'bo', own);
  await join(eve, room, 'eve', own);
  return { room, ada, bo, eve };
}

/** Heads of pictures: every microphone carries the same tone. */
const headsOf = (participant: Participant, side: Head['side']): Promise<string[]> =>
  participant.page.evaluate(
    (s) => ownTransform.heads.filter(({ side: at, kind }) => at === s && kind === 'video').map(({ head }) => head),
    side,
  );

/** Until `to` has received enough of `from`, and drawn it. */
async function flow(to: Participant, from: string, counted: 'framesDecoded' | 'framesReceived' = 'framesDecoded') {
  const frames = 60;
  let last: unknown;
  await poll(
    async () => {
      const { audio, video } = (await to.stats()).received[from] ?? {};
      last = { audio, video };
      return (video?.[counted] ?? 0) > frames && (audio?.packetsReceived ?? 0) > 2 * frames;
    },
    { state: () => `${from}: ${JSON.stringify(last)}` },
  ).catch(async (error: Error) => {
    // What was opened of it, and what was not.
    const streams = await to.view().then(
      (view) => JSON.stringify(view.streams),
      () => 'no Callseal',
    );
    throw new Error(`${error.message} ${streams}`, { cause: error });
  });
}

/** What pictures the server has, by whether it authenticates, as heads of frames: of the clear frame, or of what is there. */
function headsAt(room: Room): { sealed: Set<string>; other: Set<string> } {
  const sealed = new Set<string>();
  const other = new Set<string>();
  for (const path of recordingsOf(room, 'video')) {
    const held = heldIn(path, reader);
    for (const { clear } of held.sealed) if (clear) sealed.add(clear.subarray(0, 48).toString('hex'));
    for (const { bytes } of held.other) other.add(bytes.subarray(0, 48).toString('hex'));
  }
  return { sealed, other };
}

/** Waits until the server has one of the last pictures that somebody made: then it has got all that were before them. */
function lastPictureAtServer(room: Room, made: readonly string[], as: 'sealed' | 'other'): Promise<void> {
  const last = made.slice(-10);
  return poll(
    async () => {
      const held = headsAt(room)[as];
      return last.some((head) => held.has(head));
    },
    { state: () => `none of the last of ${made.length} pictures` },
  );
}

const shareIn = (heads: readonly string[], set: ReadonlySet<string>): number =>
  heads.filter((head) => set.has(head)).length / heads.length;

describe.each(['in-worker', 'in-window'] as const)('encoded streams of the page, %s', (own) => {
  it('run inside: what the page makes is sealed, and what is opened the page gets', async () => {
    const { room, ada, bo, eve } = await meet(own, true);
    for (const [to, from] of [
      [ada, 'bo'],
      [bo, 'ada'],
      [ada, 'eve'],
    ] as const) {
      await flow(to, from);
    }
    // Her own transform spoils the card: of some sizes of picture nothing is left to draw.
    await flow(eve, 'ada', 'framesReceived');
    const sound = await bo.sound('ada');
    expect(sound?.share).toBeGreaterThan(0.9);
    expect(sound?.peak).toBeGreaterThan(0.05);
    const seen = await bo.picture('ada');
    const luma = seen?.luma ?? [];
    expect(likeLockCard(seen)).toBeLessThan(0.7);
    expect(Math.max(...luma) - Math.min(...luma)).toBeGreaterThan(60);

    // The outsider's frames do not open: the page's transform gets none of them, and makes no noise of the card.
    expect(likeLockCard(await ada.picture('eve'))).toBeGreaterThan(0.9);
    expect((await ada.sound('eve'))?.peak).toBeLessThan(0.001);
    const [made, got] = [await headsOf(ada, 'send'), await headsOf(ada, 'receive')];
    const ofOutsider = new Set(await headsOf(eve, 'send'));
    const ofMember = new Set(await headsOf(bo, 'send'));
    const view = await ada.view();
    expect(view).toMatchObject({ state: 'sealed', broken: null, setAside: [] });
    await lastPictureAtServer(room, made, 'sealed');
    await stage.end();

    expect(made.length).toBeGreaterThan(60);
    expect(got.length).toBeGreaterThan(50);
    const held = headsAt(room);
    expect(shareIn(made, held.sealed)).toBeGreaterThan(0.9);
    expect(shareIn(made, held.other)).toBe(0);
    expect(shareIn(got, ofMember)).toBeGreaterThan(0.9);
    expect(shareIn(got, ofOutsider)).toBe(0);
  });

  it('the control, protection off: the same call, and the server has what the page made', async () => {
    const { room, ada, bo } = await meet(own, false);
    await flow(bo, 'ada');
    await flow(ada, 'eve');
    expect((await bo.sound('ada'))?.share).toBeGreaterThan(0.9);
    const made = await headsOf(ada, 'send');
    await lastPictureAtServer(room, made, 'other');
    await stage.end();
    const held = headsAt(room);
    expect(held.sealed.size).toBe(0);
    expect(shareIn(made, held.other)).toBeGreaterThan(0.9);
  });
});

describe('encoded streams of the page', () => {
  async function alone(own: Own): Promise<{ room: Room; ada: Participant }> {
    const site = await stage.site();
    const room = await stage.janus.createRoom();
    const ada = await open(site, true);
    await ada.protect(PASSPHRASE);
    await join(ada, room, 'ada', own);
    return { room, ada };
  }

  it('may drop every frame, which is no leak', async () => {
    const { room, ada } = await alone('in-window');
    await sealedAtServer(room, 200);
    await ada.page.evaluate(() => {
      ownTransform.dropping = true;
    });
    // What the guard has counted comes later than it happens: the first count is one in which frames are dropped already.
    const dropped = (frames: number) =>
      ada.until(({ streams }) =>
        (['audio', 'video'] as const).every((wanted) =>
          streams.some(({ side, kind, seen, done }) => side === 'send' && kind === wanted && seen > done + frames),
        ),
      );
    const { sealed } = (await dropped(10)).totals;
    const view = await dropped(90);
    expect(view).toMatchObject({ state: 'sealed', broken: null });
    expect(view.totals.sealed - sealed).toBeLessThan(10);
    expect(atServer(room).clear).toBe(0);
  });

  it('that are never read or written keep everything back, which is no leak either', async () => {
    const { room, ada } = await alone('held');
    await poll(async () => ((await ada.stats()).sent.video?.framesSent ?? 0) > 150);
    const view = await ada.until(({ streams }) => streams.some(({ kind, seen }) => kind === 'video' && seen > 100));
    expect(view).toMatchObject({ broken: null, totals: { sealed: 0 } });
    await stage.end();
    expect(atServer(room)).toEqual({ sealed: 0, clear: 0 });
  });

  it('take nothing but frames of the browser, each once, with the errors that the browser has', async () => {
    const { room, ada } = await alone('held');
    const errors = await ada.page.evaluate(async () => {
      const audio = ownTransform.held.find(({ side, kind }) => side === 'send' && kind === 'audio');
      const video = ownTransform.held.find(({ side, kind }) => side === 'send' && kind === 'video');
      if (!audio || !video) throw new Error('no streams');
      const [sound, picture] = [audio.writable.getWriter(), video.writable.getWriter()];
      const { value } = await video.readable.getReader().read();
      const error = (writing: Promise<void>): Promise<string> =>
        writing.then(
          () => 'taken',
          ({ name, message }: Error) => `${name}: ${message}`,
        );
      return [
        await error(picture.write(value)),
        await error(picture.write(value)), // once too often
        await error(sound.write(value)), // a picture where sounds belong
      ];
    });
    const write = "Failed to execute 'write' on 'WritableStreamDefaultWriter':";
    expect(errors).toEqual(['taken', `OperationError: ${write} Empty frame`, `TypeError: ${write} Invalid frame`]);
    const { broken, streams } = await ada.view();
    expect(broken).toBeNull();
    for (const { side, seen, done } of streams) if (side === 'send') expect(done).toBeLessThanOrEqual(seen);
    await stage.end();
    expect(atServer(room).clear).toBe(0);
  });

  it('exist once, with the errors that the browser has', async () => {
    const { ada } = await alone('held');
    const errors = await ada.page.evaluate(() => {
      const error = (action: () => unknown): string => {
        try {
          return `no error: ${typeof action()}`;
        } catch (thrown) {
          return `${(thrown as Error).name}: ${(thrown as Error).message}`;
        }
      };
      const [sender] = call.room.senderConnection.getSenders();
      const { createEncodedStreams } = RTCRtpSender.prototype as unknown as { createEncodedStreams(): unknown };
      return [
        error(() => Reflect.apply(createEncodedStreams, sender, [])),
        error(() => Reflect.apply(createEncodedStreams, {}, [])),
      ];
    });
    expect(errors).toEqual([
      "InvalidStateError: Failed to execute 'createEncodedStreams' on 'RTCRtpSender': Encoded streams already created",
      'TypeError: Illegal invocation',
    ]);
  });

  it('cannot be had again when the worker dies: the call stops and says so', async () => {
    const { room, ada } = await alone('in-worker');
    await sealedAtServer(room);
    const popup = await ada.popup();
    await popup.evaluate(async () => {
      const tabId = Number(new URLSearchParams(location.search).get('tab'));
      await chrome.tabs.sendMessage(tabId, 'callseal:test-terminate-worker');
    });
    expect((await ada.until(({ state }) => state === 'broken')).broken).toBe('worker-lost');
    await stage.end();
    expect(atServer(room).clear).toBe(0);
  });
});

declare const chrome: { readonly tabs: { sendMessage(tabId: number, message: string): Promise<unknown> } };

describe.each(['chromium', 'firefox'] as const)('a script transform of the page, %s', (browser) => {
  const start = async (protection: boolean): Promise<{ room: Room; ada: Participant }> => {
    const site = await stage.site();
    const room = await stage.janus.createRoom();
    const ada = await open(site, true, browser);
    if (protection) await ada.protect(PASSPHRASE);
    await join(ada, room, 'ada', 'script');
    return { room, ada };
  };

  it('is kept, shown back, named in the popup, and never run', async () => {
    const { room, ada } = await start(true);
    await sealedAtServer(room, 100);
    const shown = await ada.page.evaluate(() =>
      call.room.senderConnection.getSenders().map(({ transform }) => transform instanceof RTCRtpScriptTransform),
    );
    expect(shown).toEqual([true, true]);
    expect(await ada.until(({ state }) => state === 'sealed')).toMatchObject({ setAside: ['transform'] });
    expect(await headsOf(ada, 'send')).toEqual([]);
    await stage.end();
    expect(atServer(room).clear).toBe(0);
  });

  it('the control, protection off: it runs', async () => {
    const { ada } = await start(false);
    await poll(async () => (await headsOf(ada, 'send')).length > 100);
  });
});
