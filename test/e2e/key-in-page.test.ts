/** An invite, and the words in use, do not come into a protected meeting's page: pasted, dropped or typed. */
import type { KeyInput, Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { partsWithPrint, printOf } from '../../src/keys/key-in-text.ts';
import { normalise } from '../../src/keys/normalise.ts';
import { hasNote } from '../support/badge.ts';
import { inviteBy } from '../support/invite-by.ts';
import type { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { PopupUser } from '../support/popup-user.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';
import { uiText } from '../support/ui-text.ts';

const stage = new Stage();
const FIELDS = ['line', 'lines', 'rich', 'open', 'closed', 'closedRich', 'written'] as const;
type Field = (typeof FIELDS)[number];

declare const chat: {
  heard(): string;
  focus(name: string): void;
  take(name: string): string;
  middle(name: string): { x: number; y: number };
};

/** A text of the words' length and print that is none of them: one in 65,536. */
function lookalike(): string {
  const print = printOf(PASSPHRASE);
  for (let number = 0; ; number++) {
    const text = number.toString().padStart(print.letters, 'x');
    if (partsWithPrint(text, print).length > 0) return text;
  }
}

/** Somebody at the keyboard of a chat. */
class Writer {
  readonly #member: Participant;
  readonly #desk: Page;

  constructor(member: Participant, desk: Page) {
    this.#member = member;
    this.#desk = desk;
  }

  /** Copies a text elsewhere. */
  async copy(text: string): Promise<void> {
    await this.#desk.bringToFront();
    await this.#desk.evaluate((copied) => {
      const field = document.querySelector('textarea') ?? document.createElement('textarea');
      document.body.append(field);
      field.value = copied;
      field.focus();
      field.select();
    }, text);
    await this.#shortcut(this.#desk, 'KeyC', 'Copy');
    await this.#member.page.bringToFront();
  }

  /** @returns what came into the field, and what the page heard */
  async paste(field: Field): Promise<{ got: string; heard: string }> {
    await this.#member.page.evaluate((name) => chat.focus(name), field);
    await this.#shortcut(this.#member.page, 'KeyV', 'Paste');
    return this.#outcome(field);
  }

  /** Presses a key where the caret is. The field is empty afterwards. */
  async press(field: Field, key: KeyInput): Promise<{ got: string; heard: string }> {
    await this.#member.page.keyboard.press(key);
    return this.#outcome(field);
  }

  async type(field: Field, text: string): Promise<{ got: string; heard: string }> {
    await this.#member.page.evaluate((name) => chat.focus(name), field);
    await this.#member.page.keyboard.type(text);
    return this.#outcome(field);
  }

  /** Chromium's driver alone can drop. */
  async drop(field: Field, text: string): Promise<{ got: string; heard: string }> {
    const { page } = this.#member;
    const at = await page.evaluate((name) => chat.middle(name), field);
    const session = await page.createCDPSession();
    const data = { items: [{ mimeType: 'text/plain', data: text }], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, ...at, data });
    await session.detach();
    return this.#outcome(field);
  }

  async #shortcut(page: Page, key: 'KeyC' | 'KeyV', command: string): Promise<void> {
    await page.keyboard.down('Control');
    await page.keyboard.press(key, this.#member.client.name === 'chromium' ? { commands: [command] } : {});
    await page.keyboard.up('Control');
  }

  async #outcome(field: Field): Promise<{ got: string; heard: string }> {
    return this.#member.page.evaluate((name) => ({ got: chat.take(name), heard: chat.heard() }), field);
  }
}

it.each(['chromium', 'firefox'] as const)('%s', async (browser) => {
  const member = await stage.open(browser, await stage.site({ page: 'chat.html' }));
  const ada = await PopupUser.open(member);
  const writer = new Writer(member, await member.client.extensionPage('pages/scan.html'));
  const { page } = member;
  const invite = inviteBy(PASSPHRASE, page.url(), '/meeting', Date.now());
  const message = `Hello,\nmeet me there.\n${invite}\nBye`;
  const words = `The words: ${PASSPHRASE.toUpperCase()}, that is all.`;
  const harmless = 'See you: abacus, zoom and yogurt. Callseal invite follows.';
  const plain = (text: string): string => normalise(text);

  // The control: while protection is off the page gets everything.
  for (const text of [message, words]) {
    await writer.copy(text);
    for (const field of FIELDS) {
      const { got, heard } = await writer.paste(field);
      expect([plain(got), plain(heard)], `${field}, off`).toEqual([plain(text), expect.stringContaining(plain(text))]);
    }
  }
  const typed = await writer.type('line', PASSPHRASE);
  expect(typed.got).toBe(PASSPHRASE);

  expect(await hasNote(member)).toBe(false);

  await member.protect(PASSPHRASE, 'typed');
  await member.until(({ state }) => state === 'armed');
  for (const text of [message, invite.slice(0, 60), words, PASSPHRASE]) {
    await writer.copy(text);
    for (const field of FIELDS) {
      const { got, heard } = await writer.paste(field);
      expect(got, `${field}, on`).toBe('');
      expect(heard, `${field}, on`).not.toMatch(/paste|input|CALLSEAL|zoom/i);
    }
  }
  // Right behind a letter, and between angle brackets.
  for (const text of [PASSPHRASE, `<${invite}>`]) {
    await writer.copy(text);
    for (const field of FIELDS) {
      await writer.type(field, '');
      await page.keyboard.type('are');
      const { got, heard } = await writer.paste(field);
      expect(got.trim(), `${field}, behind a letter`).toBe('are');
      expect(heard, `${field}, behind a letter`).not.toMatch(/paste|CALLSEAL|zoom/i);
    }
  }
  expect([(await member.view()).keyStopped, await hasNote(member)]).toEqual([true, true]);
  // Typed, also with a word put in last, the last letter does not arrive: not as a key, nor in the field.
  for (const field of FIELDS) {
    const { got, heard } = await writer.type(field, PASSPHRASE);
    expect(got.replace(/\u00a0/g, ' '), field).toBe(PASSPHRASE.slice(0, -1));
    for (const event of ['keydown', 'keyup']) {
      expect(heard.match(new RegExp(event, 'g')), event).toHaveLength(PASSPHRASE.length - 1);
    }
  }
  for (const field of ['lines', 'rich', 'closedRich'] as const) {
    await page.evaluate((name) => chat.focus(name), field);
    await page.keyboard.type(PASSPHRASE.replace('zoom', 'zoo'));
    for (let left = ' yogurt unicorn tulip reprint'.length; left > 0; left--) await page.keyboard.press('ArrowLeft');
    const { got } = await writer.type(field, 'm');
    expect(got.replace(/\u00a0/g, ' '), `${field}, in the middle`).toBe(PASSPHRASE.replace('zoom', 'zoo'));
  }
  // Within a long document, each word of which has a node of its own.
  await page.evaluate(
    (name, said) => {
      chat.focus(name);
      const editor = document.querySelector('div[contenteditable]') as HTMLElement;
      const line = (text: string): HTMLElement => {
        const paragraph = document.createElement('p');
        for (const word of text.split(' ')) paragraph.appendChild(document.createElement('span')).textContent = word;
        return paragraph;
      };
      const others = (): HTMLElement[] => Array.from({ length: 300 }, () => line('what else was said'));
      editor.replaceChildren(...others(), line(said), ...others());
      const [, second] = editor.children[300]?.children ?? [];
      getSelection()?.collapse(second?.firstChild ?? null, 'zoo'.length);
    },
    'rich',
    PASSPHRASE.replace('zoom', 'zoo'),
  );
  await page.keyboard.press('m');
  const { got, heard } = await writer.press('rich', 'n');
  expect([got.includes('zoon'), got.includes('zoom')]).toEqual([true, false]);
  expect(heard).toMatch(/^keydown n/);

  if (browser === 'chromium') {
    const before = await writer.drop('lines', harmless);
    expect([before.got, before.heard]).toEqual([harmless, expect.stringContaining('drop')]);
    for (const text of [message, words]) {
      const { got, heard } = await writer.drop('lines', text);
      expect([got, heard]).toEqual(['', '']);
    }
  }

  // Nothing else is disturbed; what looks like the words by chance comes all the same.
  await writer.copy(harmless);
  for (const field of FIELDS) expect(plain((await writer.paste(field)).got), field).toBe(plain(harmless));
  const chance = lookalike();
  await writer.copy(chance);
  for (const field of ['lines', 'rich', 'closed'] as const) {
    await page.evaluate((name) => chat.focus(name), field);
    let got = (await writer.paste(field)).got;
    await poll(async () => {
      got ||= await page.evaluate((name) => chat.take(name), field);
      return got !== '';
    });
    expect(got, field).toBe(chance);
  }

  // What the page can find of it: a place whose inside it cannot see, and no word of what was stopped.
  const trace = await page.evaluate(() => ({
    page: document.documentElement.outerHTML,
    open: Array.from(document.documentElement.children).filter((element) => element.shadowRoot).length,
    stored: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, Object.keys(history.state ?? {})]),
  }));
  expect(trace.page + trace.stored).not.toMatch(/yogurt|CALLSEAL-INVITE/i);
  expect(trace.open).toBe(0);

  // The popup asks whether it was sent before, and makes a new key.
  await ada.says(uiText('key_stopped'));
  await ada.click('#key-not-sent');
  await member.until(({ keyStopped }) => !keyStopped);
  await page.bringToFront();
  await writer.copy(message);
  expect((await writer.paste('closed')).got).toBe('');
  await ada.click('#key-was-sent');
  await member.until(({ keyStopped, key }) => !keyStopped && key?.kind === 'chain');

  await member.ask('popup:protect', { on: false });
  await page.bringToFront();
  expect((await writer.paste('closed')).got, 'off again').not.toBe('');
});
