/** Documents that were put aside and come back, that are made before the user sees them, or that another tab shows too. */
import { describe, expect, it } from 'vitest';
import type { TabView } from '../../src/protocol/tab-view.ts';
import type { BrowserName } from '../support/browsers.ts';
import type { JoinOptions } from '../support/member.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { atServer, PASSPHRASE, Stage, sealedAtServer } from '../support/stage.ts';

const stage = new Stage();
const CLAIMS: readonly TabView['state'][] = ['armed', 'sealed', 'mixed'];

declare const call: { join(options: JoinOptions): Promise<void> };
declare const chrome: { readonly storage: { readonly session: { set(items: object): Promise<void> } } };

/** Reports take this long to be answered, in milliseconds. */
const DELAY_MS = 1_500;

async function slowDown(member: Participant): Promise<void> {
  await (await member.client.desk()).evaluate((testDelay) => chrome.storage.session.set({ testDelay }), DELAY_MS);
}

/** Firefox's driver does not hear of a page that comes back. */
const goBack = (member: Participant): Promise<void> => member.page.evaluate(() => history.back());

const options = (browser: BrowserName, id: number): JoinOptions => ({
  port: stage.janus.port,
  id,
  name: 'ada',
  video: browser === 'firefox' ? 'canvas' : 'camera',
});

describe.each(['chromium', 'firefox'] as const)('%s', (browser) => {
  const open = async (query: string, on: boolean): Promise<{ member: Participant; port: number }> => {
    const { port } = await stage.site();
    const client = await stage.client(browser, { extension: 'test' });
    const member = await Participant.open(client, `http://localhost:${port}/meeting${query}`);
    if (on) await member.protect(PASSPHRASE);
    return { member, port };
  };

  /** A page that was put aside joins in the task in which it comes back. @returns whether it was the same document */
  const comeBack = async (on: boolean) => {
    const room = await stage.janus.createRoom();
    const { member } = await open('?first', false);
    await member.page.evaluate(
      (given) => {
        addEventListener('pageshow', ({ persisted }) => {
          if (persisted) void call.join(given).then(() => Object.assign(globalThis, { cameBack: true }));
        });
      },
      options(browser, room.id),
    );
    // Of another origin: no mark is left where the page comes back.
    const other = await stage.site();
    await member.page.goto(`http://localhost:${other.port}/meeting?second`);
    if (on) {
      await member.protect(PASSPHRASE);
      await member.until(({ state }) => state === 'armed');
      await slowDown(member);
    }
    await goBack(member);
    // The driver may still look at the page that goes.
    await poll(() => member.page.evaluate(() => 'cameBack' in globalThis).catch(() => false));
    return { room, member };
  };

  it('a page that was put aside when protection came on', async () => {
    const { room, member } = await comeBack(true);
    await sealedAtServer(room);
    await member.until(({ state }) => state === 'sealed');
    await stage.end();
    expect(atServer(room).clear).toBe(0);
  });

  it('the control: with protection off it sends in clear', async () => {
    const { room } = await comeBack(false);
    await poll(async () => atServer(room).clear > 30);
  });

  it('nothing is claimed on the word of a page that went, and of another tab with the same meeting', async () => {
    const { member, port } = await open('?one', true);
    await member.until(({ state }) => state === 'armed');
    // No guard is there.
    await member.page.goto(`http://127.0.0.1:${port}/meeting`);
    const seen = new Set<string>();
    for (let look = 0; look < 8; look++) seen.add((await member.view()).state);
    expect(CLAIMS.filter((state) => seen.has(state))).toEqual([]);
    await goBack(member);
    await member.until(({ state }) => state === 'armed');

    const beside = await Participant.open(member.client, `http://localhost:${port}/meeting?two`);
    const [sealed, clear] = [await stage.janus.createRoom(), await stage.janus.createRoom()];
    await Promise.all([
      member.join(options(browser, sealed.id)),
      beside.join({ ...options(browser, clear.id), name: 'bob' }),
    ]);
    await sealedAtServer(sealed);
    await member.until(({ state }) => state === 'sealed');
    expect((await beside.view()).state).toBe('off');
    await poll(async () => atServer(clear).clear > 30);
    await member.page.close();
    expect((await beside.view()).state).toBe('off');
    await stage.end();
    expect(atServer(sealed).clear).toBe(0);
  });
});

/** Firefox makes no pages in advance. */
describe('chromium makes a page in advance', () => {
  const arrive = async (on: boolean) => {
    const room = await stage.janus.createRoom();
    const site = await stage.site({
      page: ({ searchParams }) => (searchParams.has('join') ? 'prerendered.html' : 'conference.html'),
    });
    const member = await stage.open('chromium', site, '/meeting?first');
    const next = `/meeting?join=${encodeURIComponent(JSON.stringify(options('chromium', room.id)))}`;
    await member.page.evaluate((url) => {
      const rules = { prerender: [{ urls: [url], eagerness: 'immediate' }] };
      const script = Object.assign(document.createElement('script'), { type: 'speculationrules' });
      document.head.append(Object.assign(script, { textContent: JSON.stringify(rules) }));
    }, next);
    await poll(async () => site.requests.includes('/loaded.js?prerendering=true'), {
      state: () => site.requests.join(' '),
    });
    if (on) {
      await member.protect(PASSPHRASE);
      await slowDown(member);
    }
    await member.page.evaluate((url) => {
      location.href = url;
    }, next);
    return { room, member };
  };

  it('and protection comes on before the user goes there', async () => {
    const { room, member } = await arrive(true);
    await sealedAtServer(room);
    await member.until(({ state }) => state === 'sealed');
    await stage.end();
    expect(atServer(room).clear).toBe(0);
  });

  it('the control: with protection off it sends in clear', async () => {
    const { room } = await arrive(false);
    await poll(async () => atServer(room).clear > 30);
  });
});
