import type { Page } from 'puppeteer-core';
import type { PassphraseAnswer } from '../../src/protocol/answers.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import type { Stage } from './popup-browser.ts';
import { VIEWS } from './popup-views.ts';

type Open = (view: TabView | null, session: object) => Promise<void>;

/**
 * Uses the popup with the keyboard and the mouse and says what did not happen as it should.
 *
 * @param open shows the popup anew, with the background's view and what storage.session holds
 */
export async function walk(page: Page, open: Open): Promise<readonly string[]> {
  const faults: string[] = [];
  const expect = (claim: string, holds: boolean): void => {
    if (!holds) faults.push(`walk: ${claim}`);
  };
  const situation = (name: string): Promise<unknown> => page.waitForSelector(`main[data-situation="${name}"]`);
  const stage = (): Promise<Stage> => page.evaluate(() => (globalThis as unknown as { stage: Stage }).stage);
  const set = (change: Partial<Stage>): Promise<void> =>
    page.evaluate((wanted) => void Object.assign((globalThis as unknown as { stage: Stage }).stage, wanted), change);
  const written = (): Promise<string> => page.$eval('textarea', ({ value }) => value);
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.id || 'nothing');
  const view = (name: string): TabView => {
    const known = VIEWS[name];
    if (!known) throw new Error(`no view ${name}`);
    return known;
  };

  await open(view('off'), {});
  await set({ view: view('no-key') });
  await page.focus('#protect');
  await page.keyboard.press('Space');
  await situation('no-key');
  expect('the switch asks for protection', (await stage()).asked.includes('popup:protect'));
  expect('the switch keeps the focus', (await focused()) === 'protect');

  await page.click('#i-was-invited');
  await page.waitForSelector('#passphrase');
  expect('the field has the focus', (await focused()) === 'passphrase');
  await page.keyboard.type('half typed');
  await open(view('no-key'), (await stage()).session);
  await page.waitForFunction(() => document.querySelector('textarea')?.value === 'half typed');
  expect('the field has the focus when the popup opens again', (await focused()) === 'passphrase');

  const refused: PassphraseAnswer = { ok: false, reason: 'link', known: [] };
  await set({ answer: refused });
  await page.focus('#passphrase');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() =>
    document.querySelector('#passphrase-error')?.textContent?.includes('This is a link'),
  );
  expect('a refused passphrase stays', (await written()) === 'half typed');
  expect('the field gets the focus back', (await focused()) === 'passphrase');

  await set({ answer: { ok: false, reason: 'own-text', known: [] } });
  await page.click('#use');
  await page.waitForSelector('#own-question.error');
  expect('weak text of one’s own is not offered', (await page.$('#use-own')) === null);
  await page.click('#passphrase', { count: 3 });
  await page.keyboard.type('vK7qX2mW9tR4zB6hJ3pN');
  expect('the step goes with the text it was for', (await page.$('#own-text')) === null);
  await page.click('#use');
  await page.waitForSelector('#use-own');
  await set({ view: view('unproven-checking') });
  await situation('unproven');
  expect('the step stays while evidence is awaited', (await page.$('#use-own')) !== null);
  await set({ view: view('no-key') });
  await situation('no-key');
  expect('nothing is used before it is confirmed', (await page.$('main[data-situation="no-key"]')) !== null);

  await set({ answer: { ok: true, view: view('armed') }, view: view('armed') });
  await page.click('#use-own');
  await situation('armed');
  expect('a passphrase that was sent leaves no draft', Object.keys((await stage()).session).join() === 'draft:7:way');
  const onCode = await page.evaluate(() => document.activeElement?.matches('details.card[data-next="true"]'));
  expect('the next step takes the focus that was lost', onCode === true);

  await set({ view: view('sealed') });
  await situation('sealed');
  await page.click('#protect');
  expect('switching off is asked for first', !(await stage()).asked.slice(-1).includes('popup:protect'));
  expect('the safe answer has the focus', (await focused()) === 'keep-on');
  await set({ view: view('off-with-key') });
  await page.click('#confirm-off');
  await situation('off');
  expect('no other key is offered in place of the one there is', (await page.$('#i-invite')) === null);
  await set({ view: null });
  await situation('unavailable');
  return faults;
}
