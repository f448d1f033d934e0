/**
 * What the popup and the toolbar claim is backed by every document of the tab. Each case is one in which a call could run
 * in clear, with a control in which it does.
 */
import { describe, expect, it } from 'vitest';
import type { TabView } from '../../src/protocol/tab-view.ts';
import type { LaunchOptions } from '../support/browsers.ts';
import type { Room } from '../support/janus.ts';
import { type JoinOptions, Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { PopupUser } from '../support/popup-user.ts';
import { atServer, PASSPHRASE, Stage, sealedAtServer } from '../support/stage.ts';
import { uiText } from '../support/ui-text.ts';

const stage = new Stage();
const BROWSERS = ['chromium', 'firefox'] as const;
const CLAIMS: readonly TabView['state'][] = ['armed', 'sealed', 'mixed'];

interface Api {
  readonly runtime: { reload(): void };
  readonly action: { getTitle(about: { tabId: number }): Promise<string> };
  readonly scripting: { getRegisteredContentScripts(): Promise<{ readonly id: string }[]> };
}
declare const chrome: Api;
declare const ownTransform: { readonly heads: readonly string[] };
declare const gathered: (connection: RTCPeerConnection) => Promise<void>;
declare const call: { readonly remotes: Map<string, object> };
/** What a page makes while its negotiation is refused. */
declare const meanwhile: {
  readonly one: RTCPeerConnection;
  readonly other: RTCPeerConnection;
  /** Brightness (0 to 255) of the brightest dot in the camera's pictures that a worker gets: in Chromium, which can. */
  inWorker?: number;
};
declare const MediaStreamTrackProcessor: new (init: {
  track: MediaStreamTrack | undefined;
}) => { readable: ReadableStream };

const join = (member: Participant, room: Room, more: Partial<JoinOptions> = {}): Promise<void> =>
  member.join({
    ...more,
    port: stage.janus.port,
    id: room.id,
    name: 'ada',
    video: member.client.name === 'firefox' ? 'canvas' : 'camera',
  });

/** The background takes this long to answer a report, unless a test lets it be fast again: longer than a page waits. */
const LATE_MS = 20_000;

/** What the toolbar's button says of the member's tab. */
async function toolbar(member: Participant): Promise<string> {
  return (await member.popup()).evaluate(() => {
    const tabId = Number(new URLSearchParams(location.search).get('tab'));
    return chrome.action.getTitle({ tabId });
  });
}

/** What can be seen of the popup, kept as a picture where CALLSEAL_PICTURES names a folder. */
async function says(member: Participant, sentence: string, name: string): Promise<void> {
  const user = await PopupUser.open(member);
  await user.says(sentence);
  const folder = process.env.CALLSEAL_PICTURES;
  if (folder) await (await member.popup()).screenshot({ path: `${folder}/${member.client.name}-${name}.png` });
  await member.page.bringToFront();
}

/** Runs in the page. @returns why its negotiation was refused, once it was and what a call needs was made all the same */
async function makeMeanwhile(): Promise<string> {
  const early = new RTCPeerConnection();
  early.addTransceiver('video');
  const refused = await early.createOffer().then(() => 'not refused', String);
  const stream = await navigator.mediaDevices.getUserMedia({ video: true });
  const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
  for (const track of stream.getTracks()) one.addTrack(track, stream);
  Object.assign(globalThis, { meanwhile: { one, other } });
  if ('MediaStreamTrackProcessor' in globalThis) {
    const look = `onmessage = async ({ data }) => {
      for await (const frame of data) {
        const bytes = new Uint8Array(frame.allocationSize());
        await frame.copyTo(bytes);
        const luma = bytes.subarray(0, frame.codedWidth * frame.codedHeight);
        postMessage(luma.reduce((most, value) => Math.max(most, value)));
        frame.close();
      }
    }`;
    const worker = new Worker(URL.createObjectURL(new Blob([look])));
    worker.onmessage = ({ data }) => {
      meanwhile.inWorker = data;
    };
    const { readable } = new MediaStreamTrackProcessor({ track: stream.getVideoTracks()[0]?.clone() });
    worker.postMessage(readable, [readable]);
  }
  return refused;
}

/** Runs in the page. Has its camera go by what was made meanwhile, and shows what arrives. */
async function connectThem(): Promise<void> {
  const { one, other } = meanwhile;
  const video = Object.assign(document.body.appendChild(document.createElement('video')), {
    autoplay: true,
    muted: true,
  });
  other.addEventListener('track', ({ streams: [stream = null] }) => {
    video.srcObject = stream;
    call.remotes.set('meanwhile', { stream, video, connection: other });
  });
  await one.setLocalDescription();
  await gathered(one);
  await other.setRemoteDescription(one.localDescription as RTCSessionDescription);
  await other.setLocalDescription();
  await gathered(other);
  await one.setRemoteDescription(other.localDescription as RTCSessionDescription);
}

async function sendsClear(room: Room, frames = 30): Promise<void> {
  await poll(async () => atServer(room).clear > frames);
}

/** What a build lacks, what its popup says then, and how it came to lack it. */
const LACKING = [
  ['hook', 'say_unhooked', { 'page-hook.js': () => '' }],
  ['guard', 'say_unguarded', { 'guard.js': () => '' }],
  [
    'worker',
    'broken_helper_blocked',
    { 'guard.js': (source: string) => source.replaceAll('new realm.Worker(', 'new realm.NoWorker(') },
  ],
] as const;

describe.each(BROWSERS)('%s', (browser) => {
  const start = async (options: LaunchOptions = {}): Promise<Participant> => {
    const client = await stage.client(browser, { extension: 'test', ...options });
    const { port } = await stage.site();
    return Participant.open(client, `http://localhost:${port}/meeting`);
  };

  it('a page that was open before Callseal came: reload first', async () => {
    const room = await stage.janus.createRoom();
    const client = await stage.client(browser, { toolbar: true });
    const { port } = await stage.site();
    const member = await Participant.open(client, `http://localhost:${port}/meeting`);
    await join(member, room);
    await sendsClear(room); // the control
    await client.install();
    await poll(async () => (await toolbar(member)).includes(uiText('title_unproven')));
    await says(member, uiText('say_unguarded'), 'late');
    // A frame that comes now has its guard in time, which says nothing of the page.
    await member.page.evaluate(() => document.body.append(document.createElement('iframe')));
    await member.protect(PASSPHRASE);
    for (let look = 0; look < 5; look++) expect((await member.view()).state).toBe('unproven');
    await says(member, uiText('say_unguarded'), 'late-on');
    const popup = await member.popup();
    await popup.bringToFront();
    await popup.click('#reload');
    await member.until(({ state }) => state === 'armed');
    const after = await stage.janus.createRoom();
    await join(member, after);
    await sealedAtServer(after);
    await member.until(({ state }) => state === 'sealed');
    await stage.end();
    expect(atServer(after).clear).toBe(0);
  });

  it('Callseal updated or started again: on without a key, and said so', async () => {
    const client = await stage.client(browser, { toolbar: true });
    await client.install();
    const { port } = await stage.site();
    const member = await Participant.open(client, `http://localhost:${port}/meeting`);
    await member.protect(PASSPHRASE);
    await member.until(({ state }) => state === 'armed');
    await client.install();
    let last: unknown;
    await poll(
      async () => {
        last = await toolbar(member).catch((error: unknown) => error);
        return String(last).includes(uiText('title_unproven'));
      },
      { state: () => String(last) },
    );
    await says(member, uiText('say_unguarded'), 'updated');
    const room = await stage.janus.createRoom();
    await member.page.reload();
    await member.until(({ state, recovered }) => state === 'no-key' && recovered);
    await says(member, uiText('say_recovered'), 'recovered');
    await join(member, room);
    await poll(async () => ((await member.stats()).sent.video?.framesEncoded ?? 0) > 30);
    expect(atServer(room)).toEqual({ sealed: 0, clear: 0 });
    await member.protect(PASSPHRASE);
    await sealedAtServer(room);
    await stage.end();
    expect(atServer(room).clear).toBe(0);
  });

  it('the first document of an origin in a protected tab waits for its orders', async () => {
    const member = await start();
    await member.protect(PASSPHRASE);
    await member.until(({ state }) => state === 'armed');
    const room = await stage.janus.createRoom();
    const other = await stage.site();
    await member.slowBackground(1_500);
    await member.page.goto(`http://localhost:${other.port}/meeting`);
    await join(member, room);
    await sealedAtServer(room);
    // Beside it, a tab that is not protected: it waits for as long, and then goes on as without Callseal. So does the
    // encryption of its own that it set up meanwhile.
    const beside = await Participant.open(member.client, `http://localhost:${other.port}/another`);
    const clear = await stage.janus.createRoom();
    await join(
      beside,
      clear,
      browser === 'firefox'
        ? { own: 'script' }
        : { own: 'in-worker', configuration: { encodedInsertableStreams: true } as RTCConfiguration },
    );
    await beside.page.waitForFunction(() => ownTransform.heads.length > 60);
    await poll(async () => atServer(clear, '/another').clear > 60);
    expect(await beside.page.evaluate(() => window.length)).toBe(0);
    await stage.end();
    expect(atServer(room).clear).toBe(0);
  });

  it('orders that come too late: negotiation was refused meanwhile, and nothing else', async () => {
    const member = await start();
    await member.protect(PASSPHRASE);
    await member.until(({ state }) => state === 'armed');
    const other = await stage.site();
    await member.slowBackground(LATE_MS);
    await member.page.goto(`http://localhost:${other.port}/meeting`);
    const beside = await Participant.open(member.client, `http://localhost:${other.port}/another`);
    const both = [member, beside];
    for (const refused of await Promise.all(both.map(({ page }) => page.evaluate(makeMeanwhile))))
      expect(refused).toContain('Callseal');
    await member.slowBackground(0);
    await Promise.all(
      both.map(async ({ page }) => {
        await poll(() => page.evaluate(() => meanwhile.one.createOffer().then(Boolean, () => false)));
        await page.evaluate(connectThem);
      }),
    );
    await member.until(({ state }) => state === 'sealed');
    let luma: number[] = [];
    await beside.page.bringToFront();
    await poll(
      async () => {
        luma = (await beside.picture('meanwhile'))?.luma ?? [];
        return Math.max(...luma) > 60;
      },
      { state: () => `a picture, not ${luma.join()}` },
    );
    if (browser === 'chromium') {
      await beside.page.waitForFunction(() => (meanwhile.inWorker ?? 0) > 60);
      expect(await member.page.evaluate(() => meanwhile.inWorker ?? 0)).toBeLessThan(20); // the control
    }
    expect((await beside.view()).state).toBe('off');
  });

  it('where no tab is protected no page waits', async () => {
    const member = await start();
    const registered = async (): Promise<string[]> =>
      (await member.popup()).evaluate(async () =>
        (await chrome.scripting.getRegisteredContentScripts()).map(({ id }) => id),
      );
    expect(await registered()).toEqual([]);
    await member.protect();
    expect(await registered()).toEqual(['hold']);
    await member.ask('popup:protect', { on: false });
    expect(await registered()).toEqual([]);
    // The control of the test before: without protection a slow background holds nothing up.
    await member.slowBackground(3_000);
    const room = await stage.janus.createRoom();
    const other = await stage.site();
    await member.page.goto(`http://localhost:${other.port}/meeting`);
    await join(member, room);
    await sendsClear(room);
  });

  it('a build without the hook, the guard or the worker claims nothing', async () => {
    await Promise.all(
      LACKING.map(async ([name, text, crippled]) => {
        const [member, room] = await Promise.all([start({ crippled }), stage.janus.createRoom()]);
        await member.protect(PASSPHRASE);
        const joined = join(member, room).catch(() => undefined); // refused where the guard has no worker
        const seen = new Set<string>();
        for (let look = 0; look < 20; look++) {
          seen.add((await member.view()).state);
          await new Promise((resolve) => setTimeout(resolve, 300));
        }
        await joined;
        expect([name, CLAIMS.filter((state) => seen.has(state))]).toEqual([name, []]);
        await says(member, uiText(text), name);
        // Where hook or guard is missing nothing can be stopped, which is why nothing may be claimed.
        if (name === 'worker') expect(atServer(room)).toEqual({ sealed: 0, clear: 0 });
        else await sendsClear(room);
      }),
    );
  });
});

// Nearly all of it is watching, which both browsers do at the same time.
it('frames of all kinds that a page makes are no reason for alarm', async () => {
  await Promise.all(
    BROWSERS.map(async (browser) => {
      const site = await stage.site({
        page: ({ pathname }) => (pathname === '/gone' ? 'there is no such file' : 'conference.html'),
      });
      const member = await Participant.open(
        await stage.client(browser, { extension: 'test' }),
        `http://localhost:${site.port}/meeting`,
      );
      await member.protect(PASSPHRASE);
      await member.until(({ state }) => state === 'armed');
      await member.page.evaluate(() => {
        const add = (change: (frame: HTMLIFrameElement) => void, place: Node = document.body): HTMLIFrameElement => {
          const frame = document.createElement('iframe');
          change(frame);
          place.appendChild(frame);
          return frame;
        };
        add(() => undefined);
        add((frame) => frame.setAttribute('src', 'about:blank'));
        add((frame) => {
          frame.srcdoc = '<p>srcdoc';
        });
        add((frame) => {
          frame.srcdoc = '<script>1</script>';
          frame.setAttribute('sandbox', 'allow-scripts');
        });
        add((frame) => {
          frame.src = URL.createObjectURL(new Blob(['<p>blob'], { type: 'text/html' }));
        });
        add((frame) => {
          frame.src = 'data:text/html,<p>data';
        });
        for (const path of ['/inner', '/gone', '/conference.css', '/robots.txt', '/never']) {
          add((frame) => {
            frame.src = path;
          });
        }
        add((frame) => {
          frame.src = 'https://nowhere.invalid/';
        });
        add((frame) => {
          frame.src = 'javascript:"<p>script"';
        });
        const written = add(() => undefined).contentDocument;
        written?.open();
        written?.write('<p>written');
        written?.close();
        const shadow = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'closed' });
        add((frame) => {
          frame.src = '/inner';
        }, shadow);
        const moved = add((frame) => {
          frame.src = '/inner';
        });
        setTimeout(() => document.body.prepend(moved), 500);
        add(() => undefined).remove();
      });
      const states = new Set<string>();
      const end = Date.now() + 8_000;
      while (Date.now() < end) {
        const view = await member.view();
        states.add(
          view.state + (view.unproven ? JSON.stringify([view.unproven, view.late, view.hooked, view.frames]) : ''),
        );
      }
      expect([browser, ...states]).toEqual([browser, 'armed']);
    }),
  );
});
