/** Whereby as it is stood in for in test/services/whereby. Its facts are numbered there. */
import { expect, it } from 'vitest';
import { type DirectService, goesOver } from '../services/harness/direct-then-server.ts';
import { Stage } from '../support/stage.ts';

const WHEREBY: DirectService = {
  name: 'Whereby',
  id: 'whereby',
  host: 'whereby.com',
  page: '../services/whereby/call.html',
};
const stage = new Stage();

declare const trace: string[];

it.each(['chromium', 'firefox'] as const)(
  '%s: a direct call that goes over to a server when a third comes stays sealed',
  async (browser) => {
    await goesOver(stage, WHEREBY, browser, async (member) => {
      expect(await member.inCall(() => Array.from(new Set(trace)))).toEqual(
        expect.arrayContaining(['create', 'addTrack', 'createAnswer', 'ontrack', 'close', 'getStats']),
      );
    });
  },
);
