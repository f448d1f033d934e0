/** How people get the same key, through the popup and as they would do it: every click and every input is counted. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { PopupUser } from '../support/popup-user.ts';
import { Stage } from '../support/stage.ts';
import { uiText } from '../support/ui-text.ts';

const stage = new Stage();
const GERMAN = readFileSync(new URL('../../_locales/de/messages.json', import.meta.url), 'utf8');

interface Two {
  readonly ada: PopupUser;
  readonly bo: PopupUser;
  /** Both join the call. */
  readonly call: () => Promise<void>;
  /** Both join the call, and open what the other sends. */
  readonly join: () => Promise<void>;
}

/** @param language that the extension speaks, as in a browser of that language */
async function two(second: BrowserName, language: 'en' | 'de' = 'en'): Promise<Two> {
  const site = await stage.site();
  const room = await stage.janus.createRoom();
  const open = async (name: BrowserName): Promise<Participant> => {
    if (language === 'en') return stage.open(name, site);
    const crippled = { '_locales/en/messages.json': () => GERMAN };
    const client = await stage.client(name, { extension: 'test', crippled });
    return Participant.open(client, `http://localhost:${site.port}/meeting`);
  };
  const [ada, bo] = await Promise.all([open('chromium'), open(second)]);
  const at = { port: stage.janus.port, id: room.id };
  const canvas = second === 'firefox' ? ({ video: 'canvas' } as const) : {};
  const call = async (): Promise<void> => {
    await ada.page.bringToFront();
    await ada.join({ ...at, name: 'ada' });
    await bo.page.bringToFront();
    await bo.join({ ...at, name: 'bo', ...canvas });
  };
  const join = async (): Promise<void> => {
    await call();
    await Promise.all([ada, bo].map(opensMore));
  };
  const [adaUser, boUser] = await Promise.all([PopupUser.open(ada), PopupUser.open(bo)]);
  return { ada: adaUser, bo: boUser, call, join };
}

/** Waits until `member` has opened frames of the other. */
async function opensMore(member: Participant): Promise<void> {
  await member.until(({ state, totals }) => state === 'sealed' && totals.opened > 100);
}

/** The invite in a message, without the sentences around it. */
function lineOf(message: string): string {
  return /CALLSEAL-INVITE-\S+/.exec(message)?.[0] ?? '';
}

async function sameCode(one: PopupUser, other: PopupUser): Promise<void> {
  const code = await one.text('#code-digits');
  expect(code).toMatch(/^(?:\d{5} ?){4}$/);
  await poll(async () => (await other.text('#code-digits')) === code);
}

/** The words in which somebody would say what he does: what the button is called, in his language. */
const BUTTONS = {
  en: { invite: 'I invite', copy: 'Copy the message', invited: 'I was invited', other: 'Other ways', same: 'Same' },
  de: {
    ...{ invite: 'Ich lade ein', copy: 'Nachricht kopieren', invited: 'Ich bin eingeladen' },
    ...{ other: 'Andere Wege', same: 'Gleich' },
  },
} as const;

for (const second of ['chromium', 'firefox'] as const) {
  const language = second === 'chromium' ? 'de' : 'en';

  it(`chromium and ${second}, in ${language}: a message, from off to sealed and compared`, async () => {
    const say = BUTTONS[language];
    const { ada, bo, join } = await two(second, language);
    await ada.press('button', say.invite);
    await ada.situation('armed');
    const message = await ada.text('#invite-text');
    expect(message).toContain(say.invited);
    await ada.press('button', say.copy);

    await bo.press('button', say.invited);
    // The whole of it, as it stands in a messenger; it needs no further click.
    await bo.type('#passphrase', `Ada, 10:32:\n${message}`);
    await bo.situation('armed');
    await join();
    for (const user of [ada, bo]) await user.reopen();
    await sameCode(ada, bo);
    for (const user of [ada, bo]) {
      await user.press('button', say.same);
      await user.participant.until(({ key }) => key?.compared === true);
    }
    // The popup was opened by a click, before and after the others joined.
    const clicks = ({ steps, inputs }: PopupUser): number => steps - inputs + 2;
    expect({ ada: clicks(ada), bo: clicks(bo) }).toEqual({ ada: 5, bo: 4 });
    expect({ ada: ada.inputs, bo: bo.inputs }).toEqual({ ada: 0, bo: 1 });
  });

  it(`chromium and ${second}: words, said by one and typed by the other`, async () => {
    const { ada, bo, join } = await two(second);
    await ada.click('#generate');
    await ada.situation('armed');
    const words = await ada.text('#words');
    expect(words.split(' ')).toHaveLength(6);
    expect(ada.steps).toBe(2);

    await bo.click('#i-was-invited');
    await bo.type('#passphrase', words.toUpperCase());
    await bo.click('#use');
    await bo.situation('armed');
    expect(bo.steps).toBe(3);
    await sameCode(ada, bo);
    await join();
  });

  it(`chromium and ${second}: a sealed reply, with the words compared`, async () => {
    const { ada, bo, call } = await two(second);
    await bo.click('#request');
    const request = await bo.text('#request-text');
    await bo.click('#copy-request');

    await ada.click('#i-invite');
    await ada.type('#request-pasted', request);
    expect(await ada.text('#compare-words')).toBe(await bo.text('#request-words'));
    await ada.click('#seal-answer');
    const answer = await ada.text('#answer-text');
    await ada.click('#copy-answer');
    expect(ada.steps).toBe(5);

    await bo.type('#passphrase', answer);
    // Who sealed the answer nobody knows: it opens, and nothing of his leaves before he has compared the code.
    await bo.situation('unconfirmed');
    await sameCode(ada, bo);
    await call();
    await bo.participant.until(({ state, totals }) => state === 'no-key' && totals.opened > 100);
    expect((await bo.participant.view()).totals.sealed).toBe(0);
    expect((await ada.participant.view()).totals.opened).toBe(0);
    await bo.click('#code-same');
    expect(bo.steps).toBe(5);
    await bo.situation('sealed');
    await Promise.all([ada, bo].map(({ participant }) => opensMore(participant)));

    // Kept until the secret changes.
    await ada.click('#code-same');
    await ada.participant.until(({ key }) => key?.compared === true);
    const before = await ada.text('#invite-text');
    await ada.click('#change-key');
    await ada.click('#change-confirm');
    await ada.participant.until(({ key }) => key?.compared === false);
    // Bo sees that her frames do not fit his key any more, and takes the new one without forgetting the old.
    await bo.says(uiText('warn_foreign'));
    await poll(async () => (await ada.text('#invite-text')) !== before);
    // What replaces a key is not taken before he says so.
    await bo.type('#passphrase', await ada.text('#invite-text'));
    await bo.click('#use');
    await sameCode(ada, bo);
  });
}

it('wrong inputs are refused with what to do, and nothing typed is lost', async () => {
  const site = await stage.site();
  const client = await stage.client('chromium', { extension: 'test' });
  const tab = (path: string): Promise<PopupUser> => stage.user(client, site, path);
  const [ada, bo] = [await tab('/meeting'), await tab('/other')];
  await ada.click('#i-invite');
  const invite = lineOf(await ada.text('#invite-text'));
  await bo.click('#i-was-invited');

  // Two different calls in two tabs: a key of one is none of the other.
  expect((await bo.participant.view()).hasKey).toBe(false);
  const refused = async (text: string, sentence: string): Promise<void> => {
    await bo.type('#passphrase', text);
    await bo.click('#use');
    await bo.says(sentence);
    expect(await bo.value('#passphrase')).toBe(text);
  };
  await refused(invite, uiText('key_other_meeting', 'Localhost', '/meeting'));
  await refused(invite.slice(0, -12), uiText('key_cut_short'));
  const changed = invite.slice(0, 60) + (invite[60] === '7' ? '8' : '7') + invite.slice(61);
  await refused(changed, uiText('key_damaged'));
  await refused('holiday', uiText('error_weak'));
  await refused('unlatch cupbearer stich graveness volley ibuprofen', uiText('own_meant', 'stitch', 'stich'));
  await refused('unlatch cupbearer stitch graveness volley', uiText('own_few', '5', '6'));
  expect((await bo.participant.view()).hasKey).toBe(false);

  // What the service knows, with its reason: its own link, and whatever stands in the page.
  await refused(`http://localhost:${site.port}/other`, uiText('error_known'));
  await refused('https://us02web.zoom.us/j/82345678901?pwd=RandomToken', uiText('error_link'));
  const words = 'unlatch cupbearer stitch graveness volley ibuprofen';
  await bo.participant.page.evaluate((said) => document.body.append(`Ada 10:32: ${said}`), words);
  await refused(words, uiText('error_on_page'));

  // Text of one's own takes a step of its own.
  const own = await tab('/own');
  await own.click('#i-was-invited');
  await own.type('#passphrase', 'vK7qX2mW9tR4zB6hJ3pN');
  await own.click('#use');
  await own.says(uiText('own_question'));
  expect((await own.participant.view()).hasKey).toBe(false);
  await own.click('#use-own');
  await own.situation('armed');

  await bo.type('#passphrase', 'unlatch cupbearer stich graveness');
  await bo.says(uiText('word_missing_letter', 'stich'));
  await bo.press('.suggestion', 'stitch');
  expect(await bo.value('#passphrase')).toBe('unlatch cupbearer stitch graveness');
  await bo.reopen();
  expect(await bo.value('#passphrase')).toBe('unlatch cupbearer stitch graveness');

  // The same call in two tabs: each has its own key, and takes the other's.
  const third = await tab('/meeting?again');
  await third.click('#i-was-invited');
  await third.participant.page.evaluate((said) => document.body.append(said), invite);
  await third.type('#passphrase', invite);
  await third.says(uiText('key_on_page'));
  await third.participant.page.evaluate(() => document.body.replaceChildren());
  await third.click('#use');
  await third.situation('armed');
  await sameCode(ada, third);

  // A day later the invite is too old.
  await ada.moveClock(25 * 3_600_000);
  await bo.reopen();
  const late = await tab('/meeting?late');
  await late.click('#i-was-invited');
  await late.type('#passphrase', invite);
  await late.says(uiText('key_expired'));
});

it('somebody who types one word wrong is told on both sides', async () => {
  const { ada, bo, call } = await two('chromium');
  await ada.click('#i-was-invited');
  await ada.type('#passphrase', 'unlatch cupbearer stitch graveness volley ibuprofen');
  await ada.click('#use');
  await ada.situation('armed');
  await bo.click('#i-was-invited');
  await bo.type('#passphrase', 'unlatch cupbearer stitch graveness volley ibexes');
  await bo.click('#use');
  await bo.says(uiText('own_meant', 'exes', 'ibexes'));
  // A word of the list, but another one: no typing error, another key.
  await bo.type('#passphrase', 'unlatch cupbearer stitch graveness volley iciness');
  await bo.click('#use');
  await bo.situation('armed');
  await call();
  for (const member of [ada, bo]) {
    await member.says(uiText('warn_foreign'));
  }
  expect(await bo.text('#code-digits')).not.toBe(await ada.text('#code-digits'));
});
