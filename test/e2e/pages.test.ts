/** The extension's full pages as their users meet them: a code shown in one browser and read in another. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { encodeQR } from 'qr';
import { afterAll, expect, it } from 'vitest';
import { type BrowserName, type LaunchOptions, openedPage } from '../support/browsers.ts';
import { Participant } from '../support/member.ts';
import { PopupUser } from '../support/popup-user.ts';
import { Stage } from '../support/stage.ts';
import { uiText } from '../support/ui-text.ts';

const stage = new Stage();
/** Where the pictures of all states are left to be looked at. */
const PICTURES = new URL('../../test-output/pages', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'callseal-pages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A page of the extension for the tab of `member`. */
async function pageFor(member: Participant, path: string): Promise<Page> {
  const search = await (await member.popup()).evaluate(() => location.search);
  return member.client.extensionPage(`${path}${search}`);
}

const textOf = (page: Page, selector: string): Promise<string> =>
  page.$eval(selector, (element) => element.textContent?.trim() ?? '');

/** Waits until `selector` says something with `part` in it. */
/** A number of frames, as it is shown in English. */
const SOME = '[1-9][\\d,]*';

const says = (page: Page, selector: string, part: string): Promise<unknown> =>
  page
    .waitForFunction(
      (where, wanted) => document.querySelector(where)?.textContent?.includes(wanted),
      {},
      selector,
      part,
    )
    .catch(async (error) => {
      throw new Error(`${part}: ${await textOf(page, 'main')}`, { cause: error });
    });

let pictures = 0;
/** Keeps a picture as a file. */
function keep(picture: Uint8Array | string, name = `${pictures++}.png`): string {
  const path = join(folder, name);
  writeFileSync(path, picture);
  return path;
}

async function show(member: Participant): Promise<{ page: Page; code: string; picture: string }> {
  const page = await pageFor(member, 'pages/qr.html');
  await page.bringToFront();
  await page.waitForSelector('#make-key, #qr');
  if (await page.$('#make-key')) await page.click('#make-key');
  return { page, ...(await shown(page)) };
}

async function shown(page: Page): Promise<{ code: string; picture: string }> {
  const qr = await page.waitForSelector('#qr');
  const picture = keep((await qr?.screenshot()) ?? '');
  return { code: await textOf(page, '.digits'), picture };
}

async function scan(page: Page, file: string): Promise<void> {
  const input = (await page.$('#file')) as Awaited<ReturnType<typeof page.$<'input'>>>;
  await input?.uploadFile(file);
}

/** What somebody gets who photographs a screen. @param style CSS of the picture */
async function photograph(page: Page, picture: string, style: string): Promise<string> {
  const data = execFileSync('base64', ['-w0', picture]).toString();
  await page.setContent(
    `<body style="margin:0;height:100vh;display:grid;place-items:center;background:#8a8375;perspective:900px">
       <img alt="" src="data:image/png;base64,${data}" style="width:420px;${style}"></body>`,
  );
  await page.waitForFunction(() => document.querySelector('img')?.complete);
  return keep(await page.screenshot());
}

it.each([
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
] as const)('%s shows a code, %s scans a photograph of it, and their call is sealed', async (first, second) => {
  const site = await stage.site();
  const [ada, bo] = await Promise.all([stage.open(first, site), stage.open(second, site)]);
  const [host, guest] = await Promise.all([PopupUser.open(ada), PopupUser.open(bo)]);
  await host.click('#i-invite');
  const { code, picture } = await shown(await host.opens('#qr', 'pages/qr.html'));
  expect(code).toMatch(/^(?:\d{5} ){3}\d{5}$/);
  expect(host.steps).toBe(2);
  const desk = await ada.client.newPage();

  await guest.click('#i-was-invited');
  const page = await guest.opens('#scan', 'pages/scan.html');
  // And with one more click the camera or a file.
  expect(guest.steps).toBe(2);
  await page.bringToFront();
  await page.waitForSelector('#file');
  const photographs = {
    blurred: 'filter:blur(1.5px)',
    rotated: 'transform:rotate(23deg)',
    'at an angle': 'transform:rotateY(32deg) rotateX(12deg) rotate(-8deg);filter:blur(0.7px) brightness(0.8)',
  };
  for (const [how, style] of Object.entries(photographs)) {
    await bo.ask('popup:forget');
    await page.bringToFront();
    await page.evaluate(() => location.reload());
    await page.waitForSelector('main[data-situation="ready"] #file');
    await scan(page, await photograph(desk, picture, style));
    await page.waitForSelector('main[data-situation="done"]').catch(async (error) => {
      throw new Error(`${how}: ${await textOf(page, '#error')}`, { cause: error });
    });
    expect(await textOf(page, '.digits'), how).toBe(code);
  }

  await bo.page.bringToFront();
  await ada.connect('ada', bo, 'bo');
  for (const member of [ada, bo]) {
    const view = await member.until(({ state, totals }) => state === 'sealed' && totals.opened > 100);
    expect(view.key?.kind).toBe('chain');
  }
});

it('the scan page says what is wrong with what it is given', async () => {
  const site = await stage.site();
  const [ada, other] = [await stage.open('chromium', site), await stage.open('chromium', site, '/other')];
  const [own, foreign] = [await show(ada), await show(other)];
  const page = await pageFor(await stage.open('chromium', site), 'pages/scan.html');
  await page.waitForSelector('#file');
  const refuses = async (file: string, sentence: string): Promise<void> => {
    await scan(page, file);
    await says(page, '#error', sentence);
  };

  await page.setViewport({ width: 800, height: 700 });
  await refuses(keep(await page.screenshot()), uiText('scan_no_code'));
  await refuses(keep('no picture', 'text.png'), uiText('scan_no_picture'));
  const desk = await ada.client.newPage();
  const square = '<style>svg { width: 400px; margin: 40px }</style>';
  await desk.setContent(square + encodeQR('https://example.com/', 'svg'));
  await refuses(keep(await desk.screenshot()), uiText('scan_not_ours'));
  await refuses(foreign.picture, uiText('key_other_meeting'));
  await page.evaluate(() =>
    (
      globalThis as unknown as { chrome: { storage: { session: { set(items: object): Promise<void> } } } }
    ).chrome.storage.session.set({ testClockOffset: 25 * 3_600_000 }),
  );
  await refuses(own.picture, uiText('key_expired'));
  expect(await page.$('main[data-situation="ready"]')).not.toBeNull();
});

it.each(['paste', 'drop'] as const)('the scan page takes a screenshot by %s', async (way) => {
  const ada = await stage.open('chromium', await stage.site());
  await ada.protect();
  const { code, picture } = await show(ada);
  await ada.ask('popup:forget');
  const page = await pageFor(ada, 'pages/scan.html');
  await page.waitForSelector('main[data-situation="ready"] #file');
  const bring = (name: string, type: string, data: string): Promise<void> =>
    page.evaluate(
      (event, file, mime, base64) => {
        const items = new DataTransfer();
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        items.items.add(new File([bytes], file, { type: mime }));
        const given = { bubbles: true, cancelable: true };
        document.body.dispatchEvent(
          event === 'paste'
            ? new ClipboardEvent('paste', { ...given, clipboardData: items })
            : new DragEvent('drop', { ...given, dataTransfer: items }),
        );
      },
      way,
      name,
      type,
      data,
    );
  await bring('notes.txt', 'text/plain', btoa('no picture'));
  await says(page, '#error', uiText('scan_no_picture'));
  await bring('screen.png', 'image/png', readFileSync(picture).toString('base64'));
  await page.waitForSelector('main[data-situation="done"]');
  expect(await textOf(page, '.digits')).toBe(code);
});

it('the scan page reads a camera, and says why there is none', async () => {
  const site = await stage.site();
  const ada = await stage.open('chromium', site);
  const { code, picture } = await show(ada);
  const film = join(folder, 'camera.y4m');
  const scale =
    'pad=iw*1.5:ih*1.5:(ow-iw)/2:(oh-ih)/2:gray,scale=640:480:force_original_aspect_ratio=decrease,pad=640:480:-1:-1:gray';
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-loop',
    '1',
    '-i',
    picture,
    '-t',
    '1',
    '-r',
    '10',
    '-vf',
    scale,
    '-pix_fmt',
    'yuv420p',
    film,
  ]);

  const openWith = async (name: BrowserName, options: LaunchOptions): Promise<Page> => {
    const client = await stage.client(name, { extension: 'test', ...options });
    const member = await Participant.open(client, ada.page.url());
    const page = await pageFor(member, 'pages/scan.html');
    await page.bringToFront();
    await page.waitForSelector('#use-camera');
    await page.click('#use-camera');
    return page;
  };
  const [seen, refused, none] = await Promise.all([
    openWith('chromium', { args: [`--use-file-for-fake-video-capture=${film}`] }),
    openWith('chromium', { args: ['--use-fake-ui-for-media-stream=deny'] }),
    openWith('firefox', { prefs: { 'media.navigator.streams.fake': false } }),
  ]);
  await seen.waitForSelector('main[data-situation="done"]');
  expect(await textOf(seen, '.digits')).toBe(code);

  await says(refused, '#error', uiText('scan_camera_refused'));
  await says(none, '#error', uiText('scan_no_camera'));
});

it('the code is hidden while the call captures a screen, and its page warns of the call', async () => {
  const site = await stage.site();
  const ada = await stage.open('chromium', site);
  const { page } = await show(ada);
  expect(await page.$('#warning')).toBeNull();
  await ada.protect();
  await says(page, '#warning', uiText('qr_warning'));

  await ada.page.bringToFront();
  // The page goes on with a copy alone: that one captures as the first did.
  await ada.page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: true });
    Object.assign(globalThis, { copy: stream.clone() });
    for (const track of stream.getTracks()) track.stop();
  });
  await page.bringToFront();
  await says(page, '#hidden', uiText('qr_hidden'));
  expect(await page.$('#qr')).toBeNull();
  await ada.page.evaluate(() => {
    for (const track of (globalThis as unknown as { copy: MediaStream }).copy.getTracks()) track.stop();
  });
  await page.waitForSelector('#qr');
  expect(await page.$('#hidden')).toBeNull();
});

/** What the self-test says in the end. */
async function verdictOf(page: Page): Promise<string> {
  await page.bringToFront();
  await page.waitForSelector('#test');
  await page.click('#test');
  await page.waitForFunction(() => document.querySelector('#verdict')?.textContent !== '');
  return textOf(page, '#verdict');
}

it.each(['chromium', 'firefox'] as const)(
  '%s: the self-test passes, and notices a worker that does not seal',
  async (name) => {
    const client = await stage.client(name, { extension: 'test' });
    const page = await client.extensionPage('pages/first-run.html');
    const passed = await verdictOf(page);
    expect(passed).toBe(uiText('test_passed'));
    const figures = await page.$eval('details > p', (element) => element.textContent ?? '');
    expect(figures).toMatch(new RegExp(`^${uiText('details_test', SOME, SOME, SOME)}$`));

    await page.evaluate(() => location.reload());
    await page.waitForFunction(() => document.querySelector('#verdict')?.textContent === '');
    await page.evaluate(() => {
      const { postMessage } = Worker.prototype as { postMessage(message: string): void };
      Object.assign(Worker.prototype, {
        postMessage(this: Worker, message: string) {
          postMessage.call(this, message.replace('"mode":"seal"', '"mode":"pass"'));
        },
      });
    });
    expect(await verdictOf(page)).toContain(uiText('test_not_sealed'));
  },
);

it('chromium: the first page opens by itself after installation, and names the keys that open Callseal', async () => {
  const client = await stage.client('chromium', { extension: 'store' });
  const page = await openedPage(client.browser, '/pages/first-run.html');
  await says(page, 'main', 'Alt+Shift+K');
});

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong with the page as it stands. */
async function violations(page: Page): Promise<string[]> {
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; help: string }[] }> };
    };
    return (await axe.run()).violations;
  });
  return found.map(({ id, help }) => `${id}: ${help}`);
}

it('no page has an accessibility fault in any state, colour scheme or width, nor scrolls sideways at 320 px', async () => {
  const site = await stage.site();
  const [ada, bo] = [await stage.open('chromium', site), await stage.open('chromium', site)];
  await bo.protect();
  const check = async (page: Page, state: string): Promise<void> => {
    await page.bringToFront();
    // The page's own policy lets no script in; a debugger may evaluate one.
    await page.evaluate(AXE);
    for (const scheme of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      for (const width of [320, 1100]) {
        await page.setViewport({ width, height: 800 });
        expect(await violations(page), `${state}, ${scheme}, ${width}`).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), state).toBeLessThanOrEqual(width);
        const path = join(PICTURES, `${state}.${scheme}.${width}.png`);
        await page.screenshot({ path: path as `${string}.png`, fullPage: true });
      }
    }
  };
  mkdirSync(PICTURES, { recursive: true });
  await check(await ada.client.extensionPage('pages/first-run.html'), 'first-run');
  const empty = await pageFor(ada, 'pages/qr.html');
  await empty.waitForSelector('#make-key');
  await check(empty, 'qr-no-key');
  const { page, picture } = await show(ada);
  await check(page, 'qr');
  // 1366 by 768 pixels at 200 %, without the browser's own bars.
  await page.setViewport({ width: 683, height: 330 });
  expect(await page.$eval('#qr', (code) => code.getBoundingClientRect().height)).toBeLessThanOrEqual(330);
  await ada.protect();
  await page.waitForSelector('#warning');
  await check(page, 'qr-warning');
  const scanner = await pageFor(bo, 'pages/scan.html');
  await scanner.waitForSelector('#file');
  await check(scanner, 'scan');
  await scan(scanner, keep('no picture', 'text.png'));
  await says(scanner, '#error', uiText('scan_no_picture'));
  await check(scanner, 'scan-refused');
  await scan(scanner, picture);
  await scanner.waitForSelector('main[data-situation="done"]');
  await check(scanner, 'scan-done');
});
