/** The popup in the window that the browser makes for it: what matters is to be read and pressed at once. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { VIEWS } from '../../scripts/gallery/popup-views.ts';
import { Participant } from '../support/member.ts';
import { RealPopup } from '../support/real-popup.ts';
import { Stage } from '../support/stage.ts';

const GERMAN = readFileSync(new URL('../../_locales/de/messages.json', import.meta.url), 'utf8');

/** Both browsers show no more of a popup at once. */
const SHOWN_HEIGHT = 600;
const LETTERS = 14;

/** The main states, and what has to be within reach in each. */
const STATES: Readonly<Record<string, readonly string[]>> = {
  off: ['#i-invite', '#i-was-invited'],
  'no-key': ['#i-invite', '#i-was-invited'],
  'no-key-again': ['button[data-next="true"]'],
  sealed: ['#code-same', '#code-differs'],
  'sealed-alone': ['#code-same'],
  'sealed-some': ['#code-same'],
  'sealed-other-key': ['#code-same'],
  'sealed-sound-no-picture': ['#code-same'],
  'mixed-hear': ['#code-same'],
  'mixed-sound': ['#code-same'],
  'sealed-compared': [],
  'no-key-stopped': ['#key-not-sent'],
  'sealed-stopped-key': ['#key-was-sent', '#key-not-sent'],
  'unconfirmed-stopped-key': ['#key-was-sent', '#key-not-sent'],
  'unproven-stopped-key': ['#reload', '#key-was-sent', '#key-not-sent'],
  unconfirmed: ['#code-same'],
  'unproven-unhooked': ['#reload'],
  unguarded: ['#reload'],
  'broken-leak': ['#reload'],
  'no-access-other-site': ['#allow-site'],
};

/** Wherever one of them is shown it is within reach. */
const IF_SHOWN = ['#code-same', '#code-differs', '#reload', '#key-was-sent', '#key-not-sent'];

/** Chromium's windows have no more room than the screen that it makes up where there is none. */
const SCREEN = ['--screen-info={1366x768}', '--window-size=1366,768'];

const stage = new Stage();

// In German, whose texts are longer.
it.each(['chromium', 'firefox'] as const)('%s: what matters is within reach, in every main state', async (browser) => {
  const site = await stage.site();
  const crippled = { '_locales/en/messages.json': () => GERMAN };
  const client = await stage.client(browser, { extension: 'test', crippled, args: SCREEN });
  const member = await Participant.open(client, `http://localhost:${site.port}/meeting`);
  const popup = new RealPopup(member);
  const { tabId, meeting } = await member.view();
  const faults: string[] = [];
  const look = async (state: string, selectors: readonly string[]): Promise<void> => {
    const all = [...selectors, ...IF_SHOWN];
    const { width, height, contentWidth, letters, ends, scrolled, focused } = await popup.measure(all);
    const fault = (what: string): void => void faults.push(`${state}: ${what}`);
    if (contentWidth > width) fault(`${contentWidth} px in ${width}`);
    if (height > SHOWN_HEIGHT) fault(`${height} px high`);
    if (Math.min(...letters) < LETTERS) fault(`letters of ${Math.min(...letters)} px`);
    if (scrolled > 0) fault(`scrolled by ${scrolled}`);
    if (!focused) fault('the focus is not on the next step');
    for (const [index, end] of ends.entries()) {
      if (end === null ? index < selectors.length : end > height) fault(`${all[index]} ends at ${end} of ${height}`);
    }
  };

  // What the tab really does: the question, and the invite that answers it.
  await popup.open();
  expect(await popup.situation()).toBe('off');
  await look('the question', ['#i-invite', '#i-was-invited']);
  await popup.click('#i-invite');
  await popup.has('#copy-invite');
  await look('the invite', ['#copy-invite']);

  for (const [state, selectors] of Object.entries(STATES)) {
    await popup.close();
    await popup.stage({ ...VIEWS[state], tabId, meeting } as never);
    await popup.open();
    await look(state, selectors);
  }
  expect(faults).toEqual([]);

  // Why there is no new key is said: the tab has gone on to a page without a meeting.
  await popup.close();
  await member.page.goto('about:blank');
  const { sealed } = VIEWS;
  await popup.stage({ ...sealed, tabId, meeting } as never);
  await popup.open();
  await popup.click('#change-key');
  await popup.click('#change-confirm');
  await popup.has('.change .error:not(:empty)');
});
