/**
 * Another extension changes how pages make connections, as meeting assistants and blockers do; its script comes before
 * ours, or after. Either the call is sealed all the same, or nothing is sent and the popup says why.
 */
import { describe, expect, it } from 'vitest';
import type { BrowserName, Client } from '../support/browsers.ts';
import { Participant } from '../support/member.ts';
import { makeOtherExtension, type OtherExtension } from '../support/other-extension.ts';
import { poll } from '../support/poll.ts';
import type { Site } from '../support/site.ts';
import { atServer, PASSPHRASE, Stage } from '../support/stage.ts';

const stage = new Stage();

type Place = 'first' | 'last';
type Outcome = 'sealed' | 'other-extension';

declare const otherExtension: { readonly first: boolean; readonly kinds: readonly string[] };
declare const call: object;

/** What cannot be sealed where the other script came first. Everything else is, in either order. */
const STOPPED: Readonly<Record<BrowserName, readonly string[]>> = {
  // Chromium's fail-closed switch is set by whoever makes the connection.
  chromium: ['stripping', 'fixed', 'fixed-getter', 'frozen', 'hiding'],
  firefox: ['frozen', 'hiding'],
};

/** More tries than it takes: the order follows from the id by a hash. */
const TRIES = 12;

async function start(browser: BrowserName, place: Place, site: Site): Promise<{ client: Client; member: Participant }> {
  for (let number = 0; number < TRIES; number++) {
    const other: OtherExtension = makeOtherExtension(place, number);
    const client = await stage.client(browser, { extension: 'test', beside: other.folder });
    const member = await Participant.open(client, `http://localhost:${site.port}/meeting`);
    other.remove();
    const first = await member.page.evaluate(() => otherExtension.first);
    if (first === (place === 'first')) return { client, member };
    await stage.end();
  }
  throw new Error(`no id brings the other extension's script ${place}`);
}

async function joinAs(member: Participant, site: Site, kind: string) {
  const room = await stage.janus.createRoom();
  await member.page.goto(`http://localhost:${site.port}/meeting?other=${kind}`);
  await member.page.waitForFunction(() => typeof call === 'object');
  const video = member.client.name === 'firefox' ? 'canvas' : 'camera';
  const joined = member.join({ port: stage.janus.port, id: room.id, name: 'ada', video }).then(
    () => 'joined',
    (error: Error) => error.message,
  );
  return { room, joined };
}

describe.each(['chromium', 'firefox'] as const)('%s', (browser) => {
  it.each(['first', 'last'] as const)('the other script comes %s', { timeout: 300_000 }, async (place) => {
    const site = await stage.site();
    const { member } = await start(browser, place, site);
    await member.protect(PASSPHRASE);
    const outcomes: Record<string, { outcome: string; clear: number }> = {};
    const expected: typeof outcomes = {};
    for (const kind of await member.page.evaluate(() => otherExtension.kinds)) {
      const { room, joined } = await joinAs(member, site, kind);
      const view = await member
        .until(({ state, totals }) => state === 'broken' || (state === 'sealed' && totals.sealed > 60), 20_000)
        .catch(() => member.view());
      if (view.state === 'broken') await joined;
      outcomes[kind] = { outcome: view.broken ?? view.state, clear: atServer(room).clear };
      const outcome: Outcome = place === 'first' && STOPPED[browser].includes(kind) ? 'other-extension' : 'sealed';
      expected[kind] = { outcome, clear: 0 };
    }
    expect(outcomes).toEqual(expected);
  });

  it('the control, protection off: whatever the other script does, the call is clear', {
    timeout: 300_000,
  }, async () => {
    const site = await stage.site();
    const { member } = await start(browser, 'first', site);
    for (const kind of await member.page.evaluate(() => otherExtension.kinds)) {
      const { room, joined } = await joinAs(member, site, kind);
      expect([kind, await joined]).toEqual([kind, 'joined']);
      await poll(async () => atServer(room).clear > 30, 30_000);
    }
  });
});
