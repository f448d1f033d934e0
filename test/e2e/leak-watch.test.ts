/**
 * The watch for leaks, with the build's own worker and a filter before it of which the worker knows nothing: it is quiet
 * while a worker is starved, and finds what goes past. More sources and codecs: npm run leak-watch.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Site, startSite } from '../support/site.ts';
import { launchLeaky, WatchedCall } from '../support/watched-call.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/** A worker that is busy so long answers its guard still. */
const BUSY_MS = 1_700;

it.each(['chromium', 'firefox'] as const)(
  '%s: a starved worker is no leak, and frames in clear are one',
  async (name) => {
    const client = await launchLeaky(name);
    try {
      const shape = { kind: 'video', mimeType: 'video/VP8', layers: name === 'chromium' ? 3 : 1 } as const;
      const call = await WatchedCall.start(client, site, shape);
      const before = await call.sealed();
      await call.order(`busy ${BUSY_MS}`);
      await call.untilSealed(before + 30); // what waited, and what came after
      expect(await call.isLeak()).toBe(false);
      await call.order('past video 0');
      await call.untilLeak();
    } finally {
      await client.close();
    }
  },
);
