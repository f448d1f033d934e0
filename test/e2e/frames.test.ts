/**
 * A portal that embeds its call: the frame is of another origin, for which Callseal has no permission. The stores' build, as
 * only that asks for sites.
 */
import { describe, expect, it } from 'vitest';
import { agreeTo } from '../support/chromium-settings.ts';
import { freePort, type Room } from '../support/janus.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { PopupUser } from '../support/popup-user.ts';
import { Reader } from '../support/reader.ts';
import { heldBy } from '../support/server-view.ts';
import { atServer, PASSPHRASE, Stage } from '../support/stage.ts';

const stage = new Stage();

const join = (member: Participant, room: Room): Promise<void> =>
  member.join({ port: stage.janus.port, id: room.id, name: 'ada', video: 'camera' });

describe.each(['chromium', 'firefox'] as const)('%s', (browser) => {
  const [PORTAL, CALL] = ['portal.example', 'call.example'];

  const open = async (): Promise<{ member: Participant; to: (way: string) => string; frame: () => Promise<void> }> => {
    const port = await freePort();
    await stage.site({
      securePort: port,
      page: ({ pathname }) => (pathname === '/desk' ? 'portal.html' : 'conference.html'),
    });
    const hosts = `MAP ${PORTAL} 127.0.0.1, MAP ${CALL} 127.0.0.1`;
    const client = await stage.client(browser, {
      extension: 'store',
      toolbar: true,
      args: [`--host-resolver-rules=${hosts}`, '--ignore-certificate-errors'],
      prefs: { 'network.dns.localDomains': `${PORTAL},${CALL}`, 'extensions.webextOptionalPermissionPrompts': false },
    });
    const to = (way: string): string =>
      `https://${PORTAL}:${port}/desk?way=${way}&call=${encodeURIComponent(`https://${CALL}:${port}/room`)}`;
    const member = await Participant.open(client, to('html'));
    const frame = (): Promise<void> => member.enter(`https://${CALL}`);
    return { member, to, frame };
  };

  it('gets no device, is named, and can be allowed', async () => {
    const { member, to, frame } = await open();
    const before = await stage.janus.createRoom();
    await frame();
    await join(member, before);
    await poll(async () => atServer(before).clear > 30); // the control
    await member.client.clickToolbar(member.page);
    const popup = await member.popup();
    const user = await PopupUser.open(member);
    const click = async (selector: string): Promise<void> => {
      await popup.bringToFront();
      await popup.waitForSelector(selector);
      await popup.click(selector);
    };
    const allow = async (host: string, situation: string): Promise<void> => {
      if (browser === 'chromium') await agreeTo(member.client, popup, `https://${host}/*`);
      await click('#allow-site');
      await popup.waitForSelector(`main[data-situation="${situation}"]`);
    };
    await allow(PORTAL, 'off'); // the page is loaded again by itself
    await click('#protect');
    // Switched on while the frame could capture: it loads anew, without.
    await popup.waitForSelector('main[data-situation="unproven"]');
    await member.ask('popup:passphrase', { passphrase: PASSPHRASE });
    await user.says(CALL);
    const folder = process.env.CALLSEAL_PICTURES;
    if (folder) await popup.screenshot({ path: `${folder}/${browser}-frame.png` });
    await member.page.bringToFront();
    for (const way of ['here', 'html', 'shadow', 'changed']) {
      if (way !== 'here') await member.page.goto(to(way));
      const view = await member.until(({ unproven }) => unproven?.reason === 'frame');
      expect([view.state, view.unproven?.origins[0]]).toEqual(['unproven', expect.stringContaining(CALL)]);
      const room = await stage.janus.createRoom();
      await frame();
      const refused = await join(member, room).then(() => 'sent', String);
      expect([way, refused]).toEqual([way, expect.stringMatching(/NotAllowed|Permission|not allowed/i)]);
      expect(atServer(room)).toEqual({ sealed: 0, clear: 0 });
    }
    await popup.bringToFront();
    await allow(CALL, 'unproven');
    await member.page.goto(to('html'));
    await member.until(({ state }) => state === 'armed');
    const room = await stage.janus.createRoom();
    await frame();
    await join(member, room);
    await member.until(({ state, totals }) => state === 'sealed' && totals.sealed > 100);
    await stage.end();
    const reader = new Reader(PASSPHRASE, 'site', '');
    expect(heldBy(room, reader).other).toEqual([]);
  });
});
