/** Pages and servers whose policies or answers stand in the way of the worker. */
import { expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import type { Room } from '../support/janus.ts';
import type { Participant } from '../support/member.ts';
import { goAll } from '../support/side-by-side.ts';
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

const joinWith = (member: Participant, room: Room, video: 'camera' | 'canvas'): Promise<void> =>
  member.join({ port: stage.janus.port, id: room.id, name: 'ada', video });

type Outcome = 'sealed' | 'helper-blocked' | 'helper-late';

type Case = [string, SiteOptions, Record<BrowserName, Outcome>];

/** What each page asks for, and what each browser must make of it: the reasons stand in ARCHITECTURE.md. */
const CASES: readonly Case[] = [
  // No content, no document, and no word: there is nothing a worker could belong to.
  ['204 for the helper', { robots: answer(204, {}) }, { chromium: 'helper-late', firefox: 'helper-late' }],
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
  ...['isolate-and-require-corp', 'isolate-and-credentialless'].map(
    (policy): Case => [
      `Document-Isolation-Policy: ${policy}`, // Firefox has none
      { headers: { 'document-isolation-policy': policy } },
      { chromium: 'sealed', firefox: 'sealed' },
    ],
  ),
];

for (const browser of ['chromium', 'firefox'] as const) {
  it(`${browser}: each policy and answer`, async () => {
    const tried = await Promise.all(
      CASES.map(async ([name, options, expected]) => {
        const [site, room] = await Promise.all([stage.site(options), stage.janus.createRoom()]);
        return { name, site, room, expected: expected[browser] };
      }),
    );
    const outcomes: Record<string, object> = {};
    const client = await stage.client(browser, { extension: 'test' });
    const address = ({ site }: (typeof tried)[number]): string => `http://localhost:${site.port}/meeting`;
    await goAll(client, tried, address, async (member, { name, room, expected }) => {
      await member.protect(PASSPHRASE);
      const joined = joinWith(member, room, browser === 'firefox' ? 'canvas' : 'camera').then(
        () => 'joined',
        (error: Error) => error.message,
      );
      if (expected === 'sealed') {
        expect([name, await joined]).toEqual([name, 'joined']);
        await sealedAtServer(room);
      }
      const { state, broken } = await member.until(({ state: now }) => now === 'sealed' || now === 'broken');
      outcomes[name] = {
        outcome: broken ?? state,
        refused: (await joined).includes('Callseal'),
        appRan: await member.page.evaluate(() => 'appRan' in globalThis),
      };
    });
    await stage.end();
    const row = (expected: Outcome): object => ({ outcome: expected, refused: expected !== 'sealed', appRan: false });
    expect(outcomes).toEqual(Object.fromEntries(tried.map(({ name, expected }) => [name, row(expected)])));
    expect(tried.map(({ name, room }) => [name, atServer(room).clear])).toEqual(tried.map(({ name }) => [name, 0]));
  });
}

/** Documents that are not the usual page of HTML, by address, and what happens to each before the call. */
const DOCUMENTS: Readonly<Record<string, { readonly page?: string; readonly before?: () => void }>> = {
  '/xhtml': { page: 'shaped.xhtml' },
  '/svg': { page: 'shaped.svg' },
  '/xml': { page: 'shaped.xml' },
  '/frameset': { page: 'frameset.html' },
  '/base': {
    before: () =>
      document.head.append(Object.assign(document.createElement('base'), { href: 'https://nowhere.invalid/' })),
  },
  '/rewritten': {
    before: () => {
      document.open();
      document.write('<!doctype html><title>Conference</title><main id="tiles"></main>');
      document.close();
    },
  },
  '/replaced': {
    before: () => {
      const root = document.createElement('html');
      root.append(document.createElement('head'), document.createElement('body'));
      document.replaceChild(root, document.documentElement);
    },
  },
};

for (const browser of ['chromium', 'firefox'] as const) {
  it(`${browser}: documents of all types, another base address, a root that is rewritten or replaced`, async () => {
    const site = await stage.site({ page: ({ pathname }) => DOCUMENTS[pathname]?.page ?? 'conference.html' });
    const client = await stage.client(browser, { extension: 'test' });
    const rooms: [string, Room][] = [];
    const documents = Object.entries(DOCUMENTS);
    const address = ([path]: (typeof documents)[number]): string => `http://localhost:${site.port}${path}`;
    await goAll(client, documents, address, async (member, [path, { before }]) => {
      const room = await stage.janus.createRoom();
      rooms.push([path, room]);
      await member.protect(PASSPHRASE);
      if (before) await member.page.evaluate(before);
      await joinWith(member, room, 'camera');
      await sealedAtServer(room, 30, path).catch(async (error: Error) => {
        throw new Error(`${path}: ${error.message} ${JSON.stringify(await member.view())}`);
      });
      await member.until(({ state }) => state === 'sealed');
    });
    await stage.end();
    expect(rooms.map(([path, room]) => [path, atServer(room, path).clear])).toEqual(rooms.map(([path]) => [path, 0]));
  });

  // An opaque origin reaches no frame at all, and gets no device; what it draws it could send.
  it.each(['header', 'frame'])(`${browser}: sandboxed by its %s`, async (way) => {
    const sandbox = { 'content-security-policy': 'sandbox allow-scripts' };
    const site = await stage.site({
      page: ({ pathname }) => (pathname === '/portal' ? 'sandboxed.html' : 'conference.html'),
      headers: way === 'header' ? sandbox : {},
    });
    const room = await stage.janus.createRoom();
    const member = await stage.open(browser, site, way === 'header' ? '/meeting' : '/portal');
    await member.protect(PASSPHRASE);
    await member.enter('/meeting');
    await member.inCall(() =>
      Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia: async () => new MediaStream() } }),
    );
    const joined = joinWith(member, room, 'canvas').catch(String);
    const view = await member.until(({ state }) => state === 'broken');
    expect(view.broken).toBe('helper-blocked');
    expect(await joined).toContain('Callseal');
    await stage.end();
    expect(atServer(room)).toEqual({ sealed: 0, clear: 0 });
  });
}
