/** A meeting that was protected is opened again: nothing leaves before the user has chosen. */
import { expect, it } from 'vitest';
import type { Client } from '../support/browsers.ts';
import type { Room } from '../support/janus.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { PopupUser } from '../support/popup-user.ts';
import { atServer, PASSPHRASE, Stage, sealedAtServer } from '../support/stage.ts';
import { uiText } from '../support/ui-text.ts';

const stage = new Stage();
const UNLOCKS = 'stitch graveness volley lantern jugular uncross';

/** What the extension's own database has of meetings. */
async function kept(member: Participant): Promise<string> {
  const desk = await member.client.desk();
  return desk.evaluate(async () => {
    const result = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('no database'));
      });
    const database = await result(indexedDB.open('callseal'));
    const item: unknown = await result(database.transaction('items').objectStore('items').get('protected'));
    database.close();
    return JSON.stringify(item ?? null);
  });
}

/** Has the background take its time for each answer. */
async function slowDown(client: Client, milliseconds: number): Promise<void> {
  const desk = await client.desk();
  await desk.evaluate((testDelay) => chrome.storage.session.set({ testDelay }), milliseconds);
}
declare const chrome: { readonly storage: { readonly session: { set(items: object): Promise<void> } } };

it.each(['chromium', 'firefox'] as const)('%s', async (browser) => {
  const site = await stage.site();
  const address = (path: string): string => `http://localhost:${site.port}${path}`;
  const [sealed, waiting, again, clear, other] = (await Promise.all(
    Array.from({ length: 5 }, () => stage.janus.createRoom()),
  )) as [Room, Room, Room, Room, Room];
  const first = await stage.open(browser, site);
  const { client } = first;
  const join = (member: Participant, room: Room): Promise<void> =>
    member.join({
      ...{ port: stage.janus.port, id: room.id, name: 'ada' },
      ...(browser === 'firefox' && { video: 'canvas' as const }),
    });
  /** Next week: the tab of before is closed, and the meeting's link opens a new one. */
  const open = async (before: Participant, path = '/meeting'): Promise<Participant> => {
    await before.closePopup();
    await before.page.close();
    return Participant.open(client, address(path));
  };
  const comeBack = async (...which: Parameters<typeof open>): Promise<PopupUser> =>
    PopupUser.open(await open(...which));

  // Nothing is remembered before a call was sealed.
  await first.protect(PASSPHRASE, 'typed');
  expect(await kept(first)).toBe('null');
  await join(first, sealed);
  await first.until(({ state }) => state === 'sealed');
  await first.ask('popup:memory-create', { passphrase: UNLOCKS, measured: false });
  await first.ask('popup:remember', { remember: true });
  expect(await kept(first)).toContain('hash');
  expect(await kept(first)).not.toMatch(/meeting"|\/meeting/);

  // It is opened again, and the service connects before the background says a word. Nothing leaves, before the popup is
  // opened and after.
  await slowDown(client, 2_000);
  const second = await open(first);
  await join(second, waiting);
  await slowDown(client, 0);
  let user = await PopupUser.open(second);
  await user.situation('no-key');
  await user.says(uiText('say_returned'));
  await user.participant.until(({ state, connected }) => state === 'no-key' && connected);
  expect(atServer(waiting)).toEqual({ sealed: 0, clear: 0 });
  // With the remembered key.
  await user.click('#use-remembered');
  await sealedAtServer(waiting);

  // With a new one.
  user = await comeBack(user.participant);
  await join(user.participant, again);
  await user.click('#protect-again');
  await user.click('#i-invite');
  await user.participant.until(({ state, key }) => state === 'sealed' && key?.kind === 'chain');

  // Not this time: the control, in which what was held back is found.
  user = await comeBack(user.participant);
  await join(user.participant, clear);
  await user.situation('no-key');
  await user.click('#not-this-time');
  await poll(async () => atServer(clear).clear > 60);
  // Neither does a reload ask again, nor is another meeting asked about.
  await user.participant.page.reload();
  expect((await user.participant.view()).state).toBe('off');
  user = await comeBack(user.participant, '/another');
  await join(user.participant, other);
  await poll(async () => atServer(other, '/another').clear > 30);

  // On the way there a tab that was not asked about anything is on as soon as it comes to the meeting.
  await user.participant.page.goto(address('/meeting'));
  await user.situation('no-key');
  // By itself: Firefox's driver fails to leave a page whose helper is loading.
  await user.participant.page.evaluate((to) => void setTimeout(() => location.assign(to)), address('/another'));
  await user.situation('off');

  await user.participant.ask('popup:forget-everything');
  expect(await kept(user.participant)).toBe('null');
  user = await comeBack(user.participant);
  await user.situation('off');

  await stage.end();
  expect(atServer(waiting).clear).toBe(0);
  expect(atServer(again).clear).toBeGreaterThan(0); // sealed with a key that this test does not have
});
