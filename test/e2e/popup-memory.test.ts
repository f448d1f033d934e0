/** What is remembered comes back by a click, is forgotten by another, and lies nowhere in clear. */
import { expect, it } from 'vitest';
import { encodeBase64 } from '../../src/base64.ts';
import { callSecretFromPassphrase } from '../../src/keys/passphrase.ts';
import { slotSecret } from '../../src/keys/slot-secret.ts';
import { slotAt } from '../../src/slots.ts';
import type { Participant } from '../support/member.ts';
import { PopupUser } from '../support/popup-user.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';
import { uiText } from '../support/ui-text.ts';

const stage = new Stage();
const UNLOCKS = 'stitch graveness volley lantern jugular uncross';

interface StorageArea {
  get(keys: null): Promise<Record<string, unknown>>;
  set(items: object): Promise<void>;
  remove(key: string): Promise<void>;
}
declare const chrome: { readonly storage: Readonly<Record<'local' | 'session', StorageArea>> };

/** The passphrases and secrets in every form in which they could lie about. */
async function needles(): Promise<string[]> {
  const secret = await callSecretFromPassphrase(PASSPHRASE, { service: 'localhost', meeting: '/meeting' });
  const slots = await Promise.all([-1, 0, 1].map((step) => slotSecret(secret, slotAt(Date.now()) + step)));
  return [secret, ...slots]
    .flatMap((bytes) => [encodeBase64(bytes), Buffer.from(bytes).toString('hex')])
    .concat([PASSPHRASE, UNLOCKS].flatMap((words) => [words, words.replaceAll(' ', '')]));
}

const foundIn = (text: string, wanted: readonly string[]): string[] => wanted.filter((needle) => text.includes(needle));

async function stored(user: Participant, area: 'local' | 'session'): Promise<string> {
  const popup = await user.popup();
  return popup.evaluate(async (name) => JSON.stringify(await chrome.storage[name].get(null)), area);
}

/** What the extension's own database holds. */
async function inDatabase(user: Participant): Promise<string> {
  const popup = await user.popup();
  return popup.evaluate(async () => {
    const result = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve) => {
        request.onsuccess = () => resolve(request.result);
      });
    const database = await result(indexedDB.open('callseal'));
    const items = await result(database.transaction('items').objectStore('items').getAll());
    database.close();
    return JSON.stringify(items);
  });
}

/** Runs in the popup: puts the vault where earlier versions had it, and takes away the database. */
async function moveBack(): Promise<void> {
  const result = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
  const database = await result(indexedDB.open('callseal'));
  const vault: unknown = await result(database.transaction('items').objectStore('items').get('vault'));
  database.close();
  await result(indexedDB.deleteDatabase('callseal'));
  await chrome.storage.local.set({ vault });
}

it.each(['chromium', 'firefox'] as const)(
  '%s: what is remembered comes back, is forgotten, and lies nowhere in clear',
  async (browser) => {
    const member = await stage.open(browser, await stage.site());
    const ada = await PopupUser.open(member);
    const wanted = await needles();
    await ada.click('#i-was-invited');
    await ada.type('#passphrase', PASSPHRASE);
    await ada.click('#use');
    await ada.situation('armed');
    const code = await ada.text('#code-digits');

    // Nothing weak unlocks it.
    await ada.type('#memory-passphrase', 'holiday');
    await ada.click('#memory-open');
    await ada.says(uiText('memory_weak'));
    await ada.type('#memory-passphrase', UNLOCKS);
    await ada.click('#memory-open');
    await member.until(({ memory }) => memory.state === 'open');
    await ada.click('#remember');
    await member.until(({ memory }) => memory.remembered === 'same');

    // The popup is closed and opened; it is locked; the key of the tab is forgotten.
    await ada.reopen();
    await member.page.reload();
    expect((await member.view()).memory).toEqual({ state: 'open', remembered: 'same' });
    await ada.click('#memory-lock');
    await member.until(({ memory }) => memory.state === 'locked');
    await member.ask('popup:forget');
    await ada.situation('no-key');
    expect((await member.view()).memory).toEqual({ state: 'locked', remembered: 'no' });
    expect(foundIn(await stored(member, 'session'), wanted)).toEqual([]);

    await ada.type('#memory-passphrase', `${UNLOCKS} x`);
    await ada.click('#memory-open');
    await ada.says(uiText('memory_wrong'));
    await ada.type('#memory-passphrase', UNLOCKS);
    await ada.click('#memory-open');
    await ada.click('#use-remembered');
    await ada.situation('armed');
    expect(await ada.text('#code-digits')).toBe(code);

    // What lies in memory while it is used is not kept.
    expect(foundIn(await stored(member, 'session'), wanted)).toContain(PASSPHRASE);
    expect(await inDatabase(member)).toContain('sealed');
    expect(foundIn(await inDatabase(member), wanted)).toEqual([]);
    // Nothing of it is where content scripts come, and so a renderer that was taken over.
    expect(Object.keys(JSON.parse(await stored(member, 'local')) as object)).toEqual(['access']);
    // The control: had one of them been stored, it would have been found.
    const popup = await member.popup();
    await popup.evaluate((words) => chrome.storage.local.set({ control: words }), PASSPHRASE);
    expect(foundIn(await stored(member, 'local'), wanted)).toEqual([PASSPHRASE]);
    await popup.evaluate(() => chrome.storage.local.remove('control'));

    // What an earlier version kept in storage.local is taken over once, and nothing that is put there later.
    await popup.evaluate(moveBack);
    expect((await member.view()).memory).toEqual({ state: 'open', remembered: 'same' });
    expect(await stored(member, 'local')).not.toContain('vault');
    await popup.evaluate(() => chrome.storage.local.set({ vault: { version: 1, salt: '', iv: '', sealed: '' } }));
    expect((await member.view()).memory).toEqual({ state: 'open', remembered: 'same' });
    await popup.evaluate(() => chrome.storage.local.remove('vault'));

    await ada.click('#forget-everything');
    await ada.click('#everything-confirm');
    await ada.situation('no-key');
    expect((await member.view()).memory).toEqual({ state: 'none', remembered: 'no' });
    expect(await inDatabase(member)).not.toContain('sealed');
    expect(foundIn(await stored(member, 'session'), wanted)).toEqual([]);
  },
);
