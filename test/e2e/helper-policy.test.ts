/** What the policy of the helper frame lets its worker do. */
import { afterEach, expect, it } from 'vitest';
import { SEARCH_MODULE } from '../../src/covers/start-code-search.generated.ts';
import type { BrowserName, Client } from '../support/browsers.ts';
import { borrow } from '../support/shared-browsers.ts';
import { type Site, startSite } from '../support/site.ts';

declare global {
  interface Window {
    Worker: typeof Worker;
    Blob: typeof Blob;
    URL: typeof URL;
  }
}

interface Possible {
  readonly wasm: boolean;
  readonly evaluation: boolean;
  readonly network: boolean;
}

const HELPER = '/robots.txt?callseal';
/** As the rule would be without the one word that it needs. */
const WITHOUT_WASM = "default-src 'none'; worker-src blob:";

let client: Client | undefined;
let site: Site | undefined;
afterEach(async () => {
  await client?.close();
  await site?.close();
});

/**
 * What a worker can do that is made, as the guard makes its own, in a frame at the helper's address.
 *
 * @param policy that the server gives this frame
 */
async function possible(name: BrowserName, extension: boolean, policy?: string): Promise<Possible> {
  client = await borrow(name, extension ? { extension: 'test' } : {});
  site = await startSite({
    robots(_, response) {
      response.setHeader('content-type', 'text/plain');
      if (policy !== undefined) response.setHeader('content-security-policy', policy);
      response.end();
    },
  });
  const page = await client.newPage();
  await page.goto(`http://localhost:${site.port}/`);
  return page.evaluate(inPage, HELPER, Array.from(SEARCH_MODULE));
}

/** Runs in the page. */
async function inPage(address: string, module: readonly number[]): Promise<Possible> {
  const frame = document.createElement('iframe');
  frame.src = address;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  const inside = frame.contentWindow;
  if (!inside) throw new Error('no window');
  const source = `onmessage = async ({ data }) => {
    const can = async (act) => { try { await act(); return true; } catch { return false; } };
    postMessage({
      wasm: await can(() => new WebAssembly.Module(new Uint8Array(data))),
      evaluation: await can(() => new Function('return 1')()),
      network: await can(() => fetch('${location.origin}/')),
    });
  };`;
  const worker = new inside.Worker(inside.URL.createObjectURL(new inside.Blob([source])));
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Possible>) => resolve(data);
    worker.onerror = () => reject(new Error('the worker did not start'));
    worker.postMessage(module);
  });
}

it.each(['chromium', 'firefox'] as const)(
  '%s: it may use WebAssembly, and neither evaluate nor fetch',
  async (name) => {
    expect(await possible(name, true)).toEqual({ wasm: true, evaluation: false, network: false });
  },
);

it.each(['chromium', 'firefox'] as const)('%s: without the rule’s word for it, it may not', async (name) => {
  expect(await possible(name, false, WITHOUT_WASM)).toEqual({ wasm: false, evaluation: false, network: false });
});

it.each(['chromium', 'firefox'] as const)('%s: without a policy it may do all of it', async (name) => {
  expect(await possible(name, false)).toEqual({ wasm: true, evaluation: true, network: true });
});
