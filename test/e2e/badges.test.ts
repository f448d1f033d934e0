/** Badges on the pictures in the page: what was counted for each, and nothing that the page could read or trip over. */
import { expect, it } from 'vitest';
import { badge } from '../support/badge.ts';
import type { BrowserName } from '../support/browsers.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { PopupUser } from '../support/popup-user.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';

const stage = new Stage();

/** What the page's own scripts find of us: elements, their size on the layout, what a click meets, and their content. */
const seenByPage = (member: Participant): Promise<unknown> =>
  member.page.evaluate(() => {
    const hosts = Array.from(document.querySelectorAll('html > div'));
    const video = document.querySelector('video');
    const box = video?.getBoundingClientRect();
    return {
      roots: hosts.map((host) => host.shadowRoot),
      text: hosts.map((host) => host.textContent).join(''),
      met: box && document.elementFromPoint(box.left + 10, box.top + 10)?.tagName,
      scrolls: document.documentElement.scrollWidth > innerWidth,
    };
  });

async function meet(browser: BrowserName): Promise<Participant> {
  const site = await stage.site();
  const room = await stage.janus.createRoom();
  const [ada, bo, cy, eve] = await Promise.all([
    stage.open(browser, site),
    stage.open('chromium', site),
    stage.open('chromium', site),
    Participant.open(await stage.client('chromium'), `http://localhost:${site.port}/meeting`),
  ]);
  await Promise.all([ada, bo].map((member) => member.protect(PASSPHRASE)));
  await (await PopupUser.open(bo)).type('#name', ' Bo\u202e the Builder ');
  await bo.page.bringToFront();
  await cy.protect('yogurt abacus tulip zoom reprint unicorn');
  const at = { port: stage.janus.port, id: room.id };
  await bo.join({ ...at, name: 'bo', video: 'canvas' });
  await cy.join({ ...at, name: 'cy', video: 'canvas' });
  await eve.join({ ...at, name: 'eve', video: 'canvas' });
  await ada.join({ ...at, name: 'ada', video: 'canvas' });
  for (const name of ['bo', 'cy', 'eve']) {
    const drawn = async (): Promise<number> => (await ada.stats()).received[name]?.video?.framesDecoded ?? 0;
    await poll(async () => (await drawn()) > 30, { state: () => name });
  }
  return ada;
}

for (const browser of ['chromium', 'firefox'] as const) {
  it(`${browser}: each picture says what became of its frames, until badges are switched off`, async () => {
    const ada = await meet(browser);
    let last: string[] = [];
    const say = (expected: readonly string[]): Promise<void> =>
      poll(
        async () => {
          last = [];
          for (const name of ['bo', 'cy', 'eve']) last.push(await badge(ada, name));
          return last.join() === expected.join();
        },
        { state: () => last.join() },
      );
    await say(['sealed', 'cannot-open', 'not-sealed']);
    // What bo calls himself, with nothing in it that turns the text around, and told inside the seal.
    const named = await ada.until(({ streams }) => streams.some(({ name }) => name !== ''));
    expect(new Set(named.streams.map(({ name }) => name))).toEqual(new Set(['', 'Bo the Builder']));
    expect(await seenByPage(ada)).toEqual({
      roots: [null, null],
      text: '',
      met: 'VIDEO',
      scrolls: false,
    });
    await (await PopupUser.open(ada)).click('#badges');
    await ada.page.bringToFront();
    await say(['none', 'none', 'none']);
  });
}
