/** What the user lets through unsealed by a choice of his own: only that, only so long, and never called sealed. */
import { expect, it } from 'vitest';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { badge } from '../support/badge.ts';
import { type Room, recordingsOf } from '../support/janus.ts';
import { likeLockCard } from '../support/lock-card.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { PopupUser } from '../support/popup-user.ts';
import { Reader } from '../support/reader.ts';
import { heldIn } from '../support/server-view.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';

const stage = new Stage();
const reader = new Reader(PASSPHRASE, 'localhost', '/meeting');

const looksLikeCard = async (member: Participant, name: string): Promise<number> =>
  likeLockCard(await member.picture(name));

/** Ticks a box of the popup, as the user does. */
async function choose(member: Participant, box: '#hear' | '#sound'): Promise<void> {
  await (await PopupUser.open(member)).click(box);
  await member.page.bringToFront();
}

/** Frames at the server that are not sealed. */
const clear = (room: Room, kind: 'audio' | 'video'): number =>
  recordingsOf(room, kind).reduce((sum, path) => sum + heldIn(path, reader).other.length, 0);

for (const browser of ['chromium', 'firefox'] as const) {
  it(`${browser}: participants without a seal are seen and heard when the user says so, and no longer when he does not`, async () => {
    const site = await stage.site();
    const room = await stage.janus.createRoom();
    const ada = await stage.open(browser, site);
    const eve = await Participant.open(await stage.client('chromium'), `http://localhost:${site.port}/meeting`);
    await ada.protect(PASSPHRASE);
    const at = { port: stage.janus.port, id: room.id, video: 'canvas' } as const;
    await eve.join({ ...at, name: 'eve' });
    await ada.join({ ...at, name: 'ada' });
    await poll(async () => (await looksLikeCard(ada, 'eve')) > 0.9);
    await ada.until(({ state }) => state === 'sealed');

    await choose(ada, '#hear');
    await ada.until(({ state }) => state === 'mixed');
    await poll(async () => (await looksLikeCard(ada, 'eve')) < 0.6);
    await poll(async () => ((await ada.sound('eve'))?.share ?? 0) > 0.9);
    await poll(async () => (await badge(ada, 'eve')) === 'not-sealed');
    const popup = await ada.popup();
    expect(await popup.$eval('h1', (headline) => headline.textContent)).toBe('Sealed in part, as you chose');
    // Ada herself stays sealed.
    expect(await looksLikeCard(eve, 'ada')).toBeGreaterThan(0.9);

    await choose(ada, '#hear');
    await ada.until(({ state }) => state === 'sealed');
    await poll(async () => (await looksLikeCard(ada, 'eve')) > 0.9);
    await poll(async () => ((await ada.sound('eve'))?.peak ?? 1) < 0.001);
    const sent = (await ada.view()).streams.filter(({ side }) => side === 'send');
    expect(sent.filter(({ passed }) => passed > 0)).toEqual([]);
  });

  it(`${browser}: sound goes in clear when the user says so, pictures never, and neither afterwards`, async () => {
    const site = await stage.site();
    const room = await stage.janus.createRoom();
    const ada = await stage.open(browser, site);
    await ada.protect(PASSPHRASE);
    await ada.join({ port: stage.janus.port, id: room.id, name: 'ada', video: 'canvas' });
    await ada.until(({ totals }) => totals.sealed > 60);
    expect(clear(room, 'audio')).toBe(0);

    // The box is offered where a server mixes sound; here the background is asked as the box does.
    await ada.ask('popup:exceptions', { exceptions: { hear: false, sound: true } });
    await ada.until(({ state }) => state === 'mixed');
    await poll(async () => clear(room, 'audio') > 100);
    expect((await ada.view()).broken).toBeNull();

    await choose(ada, '#sound');
    await ada.until(({ state }) => state === 'sealed');
    const passedOf = ({ streams }: TabView): number => streams.reduce((sum, { passed }) => sum + passed, 0);
    // What is counted comes a little later than the state.
    const { sealed } = (await ada.view()).totals;
    const first = await ada.until(({ totals }) => totals.sealed > sealed + 100);
    const last = await ada.until(({ totals }) => totals.sealed > sealed + 400);
    expect(passedOf(first)).toBeGreaterThan(100);
    expect(passedOf(last)).toBe(passedOf(first));
    expect((await ada.view()).broken).toBeNull();
    await stage.end();
    expect(clear(room, 'video')).toBe(0);
    expect(clear(room, 'audio')).toBeLessThanOrEqual(passedOf(last));
  });
}
