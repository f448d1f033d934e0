/** What the popup and the toolbar say first: who is sealed now. One call, and all that may come about in it. */
import { expect, it } from 'vitest';
import messages from '../../_locales/en/messages.json' with { type: 'json' };
import { foreignIn } from '../../src/call/counts.ts';
import { hasNote } from '../support/badge.ts';
import type { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { PopupUser } from '../support/popup-user.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';

const stage = new Stage();
const UNLOCKS = 'stitch graveness volley lantern jugular uncross';
const OTHER = 'unicorn tulip reprint abacus zoom yogurt';

type Key = keyof typeof messages;

declare const call: { readonly room: { readonly senderConnection: RTCPeerConnection } };

/** Asks the browser itself what the toolbar's button says. */
async function title({ client, page }: Participant): Promise<string> {
  const desk = await client.desk();
  return desk.evaluate(async (address) => {
    const tabs = await chrome.tabs.query({});
    return chrome.action.getTitle({ tabId: tabs.find(({ url }) => url === address)?.id });
  }, page.url());
}

declare const chrome: {
  readonly tabs: { query(filter: object): Promise<{ readonly id?: number; readonly url?: string }[]> };
  readonly action: { getTitle(of: { tabId?: number | undefined }): Promise<string> };
};

for (const browser of ['chromium', 'firefox'] as const) {
  it(`${browser}: alone, without a seal, another key, sealed, compared, off, and all have left`, async () => {
    const site = await stage.site();
    const room = await stage.janus.createRoom();
    const [ada, bo] = await Promise.all([stage.open(browser, site), stage.open(browser, site)]);
    const popup = await PopupUser.open(ada);
    const join = async (member: Participant, name: string): Promise<void> => {
      await member.page.bringToFront();
      await member.join({
        ...{ port: stage.janus.port, id: room.id, name },
        ...(browser === 'firefox' && { video: 'canvas' as const }),
      });
    };
    const says = async (headline: Key, tooltip: Key): Promise<void> => {
      const wanted = messages[headline].message;
      let found = '';
      await poll(
        async () => {
          found = `${await popup.text('h1')} / ${await title(ada)}`;
          return found === `${wanted} / ${messages[tooltip].message}`;
        },
        { state: () => `${wanted}, not ${found}` },
      );
    };

    await ada.protect(PASSPHRASE);
    await says('head_armed', 'title_waiting');
    await join(ada, 'ada');
    await ada.until(({ state }) => state === 'sealed');
    await says('head_alone', 'title_waiting');

    await join(bo, 'bo');
    await says('head_none_sealed', 'title_partly');

    await bo.protect(OTHER);
    await bo.page.reload();
    await join(bo, 'bo');
    await ada.until(({ totals: { now } }) => foreignIn(now.failures) > 12);
    await says('head_none_sealed', 'title_partly');

    await bo.protect(PASSPHRASE);
    await says('head_sealed_with_one', 'title_sealed');
    await popup.click('#code-same');
    await says('head_compared', 'title_compared');
    // What was there before is over; the headline does not wait for the last frames of it.
    await ada.until(({ totals: { now } }) => Object.keys(now.failures).length === 0);

    // Whoever switches off is told so in the page, as long as anything is sent.
    const exposed = async (so: boolean): Promise<void> =>
      poll(
        async () =>
          (await title(bo)) === messages[so ? 'title_exposed' : 'title_off'].message && (await hasNote(bo)) === so,
        { state: () => `exposed: ${so}` },
      );
    expect(await hasNote(bo)).toBe(false);
    // Ada's popup knows of it by the time at which it says what comes next.
    await ada.ask('popup:memory-create', { passphrase: UNLOCKS, measured: false });
    await bo.ask('popup:protect', { on: false });
    await exposed(true);
    await says('head_none_sealed', 'title_partly');

    // Over another connection of the same page, too.
    await bo.leave();
    await exposed(false);
    await says('head_alone', 'title_waiting');
    await join(bo, 'bo');
    await exposed(true);
    await says('head_none_sealed', 'title_partly');

    if (browser === 'chromium') {
      // Protection that comes too late takes the camera away. Once it is off, the page may get another.
      await bo.ask('popup:protect', { on: true });
      await bo.until(({ broken }) => broken === 'reload-needed');
      await bo.ask('popup:protect', { on: false });
      await exposed(false);
      await bo.page.evaluate(async () => {
        const [camera] = (await navigator.mediaDevices.getUserMedia({ video: true })).getTracks();
        const sender = call.room.senderConnection.getSenders().at(-1);
        await sender?.replaceTrack(camera ?? null);
      });
      await exposed(true);
    }

    await bo.leave();
    await exposed(false);
    await says('head_alone', 'title_waiting');

    // The call is over: whether its key is to be there the next time is asked once.
    await popup.click('#keep-key');
    await ada.until(({ memory, toKeep }) => memory.remembered === 'same' && !toKeep);
    await ada.ask('popup:remember', { remember: false });
    expect(await ada.view()).toMatchObject({ memory: { state: 'open', remembered: 'no' }, toKeep: false });
  });
}
