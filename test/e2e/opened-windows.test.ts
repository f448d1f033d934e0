/** Windows that a protected tab opens, and connections made with their constructors: protected as the tab is. */
import { describe, expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import type { JoinOptions, Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import type { Site } from '../support/site.ts';
import { atServer, PASSPHRASE, Stage, sealedAtServer } from '../support/stage.ts';

const stage = new Stage();

type Realm = Window & typeof globalThis;
interface PageCall {
  join(options: JoinOptions): Promise<void>;
}
declare const call: PageCall;
declare const documentPictureInPicture: { requestWindow(): Promise<Realm> };

/** Only Chromium has it, and only upon a click. */
const FLOATING = 'the floating window';

/** Each gives the page the constructor of another window, or joins there. Runs in the page. */
const WAYS: Readonly<Record<string, () => void>> = {
  'an empty window': () => {
    globalThis.RTCPeerConnection = (open('about:blank') as Realm).RTCPeerConnection;
  },
  'a window without an address, of a size of its own': () => {
    globalThis.RTCPeerConnection = (open('', '', 'width=400,height=300') as Realm).RTCPeerConnection;
  },
  'the first document of a slow window': () => {
    globalThis.RTCPeerConnection = (open('/never') as Realm).RTCPeerConnection;
  },
  'a slow window that is found by its name': () => {
    const link = Object.assign(document.createElement('a'), { href: '/never', target: 'slow', rel: 'opener' });
    document.body.append(link);
    link.click();
    globalThis.RTCPeerConnection = (open('', 'slow') as Realm).RTCPeerConnection;
  },
  "a frame in a slow window's first document": () => {
    const { document: inner } = open('/never') as Realm;
    const frame = Object.assign(inner.createElement('iframe'), { srcdoc: 'x' });
    inner.body.append(frame);
    globalThis.RTCPeerConnection = (frame.contentWindow as Realm).RTCPeerConnection;
  },
  'a window that is opened by an empty one': () => {
    const inner = (open('about:blank') as Realm).open('/never') as Realm;
    globalThis.RTCPeerConnection = inner.RTCPeerConnection;
  },
  'a rewritten empty window': () => {
    const inner = open('about:blank') as Realm;
    inner.document.open();
    inner.document.write('<!doctype html><title>Call</title><p>');
    inner.document.close();
    globalThis.RTCPeerConnection = inner.RTCPeerConnection;
  },
  [FLOATING]: () => {
    const float = async (): Promise<void> => {
      globalThis.RTCPeerConnection = (await documentPictureInPicture.requestWindow()).RTCPeerConnection;
      document.title = 'floating';
    };
    addEventListener('click', () => void float(), { once: true });
  },
};

const waysIn = (browser: BrowserName): string[] =>
  Object.keys(WAYS).filter((way) => browser === 'chromium' || way !== FLOATING);

async function start(browser: BrowserName, site: Site, on: boolean): Promise<Participant> {
  const member = await stage.open(browser, site, on ? '/meeting' : '/open');
  if (!on) return member;
  await member.protect(PASSPHRASE);
  // Firefox's driver fails to leave a page whose helper is loading.
  await member.until(({ state }) => state === 'armed');
  return member;
}

const options = (member: Participant, id: number): JoinOptions => ({
  port: stage.janus.port,
  id,
  name: 'ada',
  video: member.client.name === 'firefox' ? 'canvas' : 'camera',
});

/** Joins from the page, with the constructor that `way` finds. */
async function joinBy(
  member: Participant,
  way: string,
): Promise<{ room: Awaited<ReturnType<typeof stage.janus.createRoom>> }> {
  const room = await stage.janus.createRoom();
  await member.page.reload();
  await member.page.waitForFunction(() => typeof call === 'object');
  await member.inCall(WAYS[way] as () => void);
  if (way === FLOATING) {
    await member.page.bringToFront();
    await member.page.mouse.click(40, 40);
    await member.page.waitForFunction(() => document.title === 'floating');
  }
  await member.join(options(member, room.id));
  return { room };
}

describe.each(['chromium', 'firefox'] as const)('%s', (browser) => {
  it('are protected with the same key', async () => {
    const site = await stage.site();
    const member = await start(browser, site, true);
    const clear: Record<string, number> = {};
    for (const way of waysIn(browser)) {
      const { room } = await joinBy(member, way);
      await sealedAtServer(room, 60).catch((error: Error) => {
        throw new Error(`${way}: ${error.message}`);
      });
      clear[way] = atServer(room).clear;
    }
    // A page of the meeting in a window: nothing is entered there.
    const room = await stage.janus.createRoom();
    await member.page.evaluate(
      async (given) => {
        const inner = open('/meeting') as Realm & { readonly call?: PageCall };
        while (!inner.call) await new Promise((resolve) => setTimeout(resolve, 100));
        await inner.call.join(given);
      },
      options(member, room.id),
    );
    await sealedAtServer(room, 60);
    clear['its own page'] = atServer(room).clear;
    expect(clear).toEqual(Object.fromEntries(Object.keys(clear).map((way) => [way, 0])));
  });

  it('the control, protection off: each sends in clear', async () => {
    const site = await stage.site();
    const member = await start(browser, site, false);
    for (const way of waysIn(browser)) {
      const { room } = await joinBy(member, way);
      await poll(async () => atServer(room, '/open').clear > 30, { state: () => way });
    }
  });
});
