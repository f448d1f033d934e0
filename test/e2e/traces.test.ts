/** Secrets in every form that a call has them are used, and then looked for in all that the browser left behind. */
import { afterEach, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../src/base64.ts';
import { callSecretFromPassphrase } from '../../src/keys/passphrase.ts';
import { slotSecret } from '../../src/keys/slot-secret.ts';
import { slotAt } from '../../src/slots.ts';
import { backgroundOf } from '../support/browsers.ts';
import type { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import type { PopupUser } from '../support/popup-user.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';
import { Traces } from '../support/traces.ts';

const stage = new Stage();
const UNLOCKS = 'stitch graveness volley lantern jugular uncross';
const HALF_TYPED = 'unlatch cupbearer stitch graveness';
/** What in the session's memory is secret, by its name there; but for a vault's salt, which lies beside it. */
const SECRET = /^(callSecret|passphrase|privateKey|vaultKey)$/;
const SALT = 'salt';

interface Api {
  readonly storage: Readonly<
    Record<'local' | 'session', { get(keys: null): Promise<object>; set(items: object): Promise<void> }>
  >;
  readonly runtime: { getBackgroundPage?(): Promise<{ readonly console: Console }> };
}
declare const chrome: Api;

let traces: Traces | undefined;
afterEach(() => traces?.stop());

/** A secret in every form in which it could lie about. */
function forms(secret: Uint8Array): string[] {
  return [encodeBase64(secret), Buffer.from(secret).toString('base64url'), Buffer.from(secret).toString('hex')];
}

async function known(): Promise<string[]> {
  const secret = await callSecretFromPassphrase(PASSPHRASE, { service: 'localhost', meeting: '/meeting' });
  const slots = await Promise.all([-1, 0, 1].map((step) => slotSecret(secret, slotAt(Date.now()) + step)));
  const typed = [PASSPHRASE, UNLOCKS, HALF_TYPED];
  return [...typed, ...typed.map((words) => words.replaceAll(' ', '')), ...[secret, ...slots].flatMap(forms)];
}

/** The secrets that the background holds now. */
async function held(member: Participant): Promise<string[]> {
  const popup = await member.popup();
  const found: string[] = [];
  const walk = (value: unknown, secret: boolean): void => {
    if (typeof value === 'string' && secret && value.length > 20) found.push(value);
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) walk(inner, (secret && name !== SALT) || SECRET.test(name));
  };
  walk(JSON.parse(await popup.evaluate(async () => JSON.stringify(await chrome.storage.session.get(null)))), false);
  const encoded = found.filter((text) => /^[A-Za-z0-9+/]{43}=$/.test(text));
  return [...found, ...encoded.flatMap((text) => forms(decodeBase64(text)))];
}

/** An invite as it is shown, and without its dashes, as a QR code has it. */
const textForms = (text: string): string[] => [text, text.slice(20), text.slice(20).replaceAll('-', '')];

async function useKey(user: PopupUser, text: string, situation = 'armed'): Promise<void> {
  await user.type('#passphrase', text);
  // A whole invite needs no click.
  if (!text.startsWith('CALLSEAL')) await user.click('#use');
  await user.situation(situation);
}

it.each(['chromium', 'firefox'] as const)('%s keeps, logs and sends no secret', async (browser) => {
  traces = await Traces.start();
  const site = await stage.site();
  const client = await stage.client(browser, traces.options);
  const [ada, bo] = [await stage.user(client, site, '/meeting'), await stage.user(client, site, '/meeting?bo')];
  const needles = new Set(await known());
  const note = async (...texts: readonly string[]): Promise<void> => {
    for (const text of [...texts.flatMap(textForms), ...(await held(ada.participant))]) needles.add(text);
  };

  await ada.click('#i-was-invited');
  await useKey(ada, PASSPHRASE);
  await ada.type('#memory-passphrase', UNLOCKS);
  await ada.click('#memory-open');
  await ada.click('#remember');
  await ada.participant.until(({ memory }) => memory.remembered === 'same');
  await note();
  // A key of the other kind, an invite, and a sealed reply.
  await ada.click('#change-key');
  await ada.click('#change-confirm');
  await ada.participant.until(({ key }) => key?.kind === 'chain');
  await ada.click('#share');
  await note(/CALLSEAL-INVITE-\S+/.exec(await ada.text('#invite-text'))?.[0] ?? '');
  await bo.click('#request');
  const request = await bo.text('#request-text');
  await note();
  await ada.type('#request-pasted', request);
  await ada.click('#seal-answer');
  const answer = await ada.text('#answer-text');
  await useKey(bo, answer, 'unconfirmed');
  await bo.click('#code-same');
  await bo.situation('armed');
  await note(answer);
  await ada.participant.connect('ada', bo.participant, 'bo');
  for (const { participant } of [ada, bo]) await participant.until(({ totals }) => totals.opened > 100);
  const search = await (await ada.participant.popup()).evaluate(() => location.search);
  const code = await client.extensionPage(`pages/qr.html${search}`);
  await code.waitForSelector('#qr');
  await note();
  await code.close();
  await bo.type('#passphrase', HALF_TYPED);
  await ada.click('#memory-lock');
  await ada.participant.until(({ memory }) => memory.state === 'locked');

  // 6 forms of words; 7 secrets in 3 forms each: of the passphrase, of three slots, the memory's, a chain's, a request's;
  // and 2 texts to be passed on.
  expect(needles.size).toBeGreaterThanOrEqual(33);
  expect(traces.found(client, Array.from(needles))).toEqual([]);

  // The control: kept, logged or sent, each would have been found.
  const popup = await bo.participant.popup();
  await popup.evaluate(
    async (kept, logged) => {
      await chrome.storage.local.set({ control: kept });
      console.log(logged);
    },
    PASSPHRASE,
    UNLOCKS,
  );
  // Pages of the extension reach no network by their own policy.
  await bo.participant.page.evaluate(
    async (sent) => void (await fetch('/', { method: 'POST', body: sent })),
    HALF_TYPED,
  );
  const found = (): string[] =>
    traces?.found(client, Array.from(needles)).map(({ at, needle }) => `${at}: ${needle}`) ?? [];
  const control = [`disk: ${PASSPHRASE}`, `log: ${UNLOCKS}`, `network: ${HALF_TYPED}`];
  const finds = (wanted: readonly string[]): Promise<void> =>
    poll(async () => wanted.every((trace) => found().includes(trace)), { state: () => found().join('; ') });
  await finds(control);
  // The background's log is the same.
  if (browser === 'chromium') {
    const background = await backgroundOf(client.browser);
    await (await background.worker())?.evaluate((text) => console.log(text), PASSPHRASE);
  } else {
    await popup.evaluate(async (text) => (await chrome.runtime.getBackgroundPage?.())?.console.log(text), PASSPHRASE);
  }
  await finds([`log: ${PASSPHRASE}`]);
});
