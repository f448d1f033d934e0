/** Pages and servers whose policies or answers stand in the way of the worker. */
import { expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import type { RobotsAnswer, SiteOptions } from '../support/site.ts';
import { atServer, PASSPHRASE, Stage, sealedAtServer } from '../support/stage.ts';

const stage = new Stage();

const strict =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src *; media-src * blob:; worker-src 'none'";
const webApp =
  '<!doctype html><title>App</title><script>top.appRan = true</script><script src="/conference.js"></script>';

const answer =
  (status: number, headers: Record<string, string>, body = ''): RobotsAnswer =>
  (_, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

type Outcome = 'sealed' | 'helper-blocked' | 'helper-late';

/** What each page asks for, and what each browser must make of it: the reasons stand in ARCHITECTURE.md. */
const CASES: readonly [string, SiteOptions, Record<BrowserName, Outcome>][] = [
  ['no policy', {}, { chromium: 'sealed', firefox: 'sealed' }],
  [
    "worker-src 'self' and Trusted Types",
    { headers: { 'content-security-policy': "worker-src 'self'; require-trusted-types-for 'script'" } },
    { chromium: 'sealed', firefox: 'sealed' },
  ],
  [
    "default-src 'none' and worker-src 'none'",
    { headers: { 'content-security-policy': strict } },
    { chromium: 'sealed', firefox: 'sealed' },
  ],
  [
    'COOP and COEP, and a hostile answer for the helper',
    {
      headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
      robots: answer(
        200,
        {
          'content-type': 'text/html',
          'x-frame-options': 'DENY',
          'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
        },
        webApp,
      ),
    },
    { chromium: 'sealed', firefox: 'sealed' },
  ],
  [
    'COEP and a policy against frames',
    { headers: { 'cross-origin-embedder-policy': 'require-corp', 'content-security-policy': strict } },
    { chromium: 'sealed', firefox: 'sealed' },
  ],
  [
    'a web app at the helper address',
    { robots: answer(200, { 'content-type': 'text/html' }, webApp) },
    { chromium: 'sealed', firefox: 'sealed' },
  ],
  [
    '404 for the helper',
    { robots: answer(404, { 'content-type': 'text/html' }, webApp) },
    { chromium: 'sealed', firefox: 'sealed' },
  ],
  [
    'an attachment for the helper',
    { robots: answer(200, { 'content-disposition': 'attachment; filename=robots.txt' }, 'x') },
    { chromium: 'sealed', firefox: 'sealed' },
  ],
  [
    'a redirect of the helper',
    { robots: answer(302, { location: '/elsewhere' }) },
    { chromium: 'sealed', firefox: 'sealed' },
  ],
  // No content, no document, and no word: there is nothing a worker could belong to.
  ['204 for the helper', { robots: answer(204, {}) }, { chromium: 'helper-late', firefox: 'helper-late' }],
];

for (const browser of ['chromium', 'firefox'] as const) {
  it.each(CASES)(`${browser}: %s`, async (_, options, expected) => {
    const site = await stage.site(options);
    const room = await stage.janus.createRoom();
    const member = await stage.open(browser, site);
    await member.protect(PASSPHRASE);
    const joined = member
      .join({ port: stage.janus.port, id: room.id, name: 'ada', video: browser === 'firefox' ? 'canvas' : 'camera' })
      .then(
        () => 'joined',
        (error: Error) => error.message,
      );
    const outcome = expected[browser];
    if (outcome === 'sealed') {
      expect(await joined).toBe('joined');
      await sealedAtServer(room);
      expect((await member.until(({ state }) => state === 'sealed')).broken).toBeNull();
    } else {
      const view = await member.until(({ state }) => state === 'broken', 60_000);
      expect(view.broken).toBe(outcome);
      expect(await joined).toContain('Callseal');
    }
    expect(await member.page.evaluate(() => 'appRan' in globalThis)).toBe(false);
    await stage.end();
    expect(atServer(room).clear).toBe(0);
  });
}
