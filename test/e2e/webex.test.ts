/** Webex as it is stood in for in test/services/webex. Its facts are numbered there. H.264 alone: Chromium has it. */
import { afterEach, expect, it } from 'vitest';
import { extensionsIn, foreignIn } from '../services/harness/extensions.ts';
import { SlotCall, type SlotService } from '../services/harness/slots/call.ts';
import { judge } from '../services/harness/slots/judge.ts';
import { expectRow } from '../services/harness/table.ts';
import { badge } from '../support/badge.ts';
import { poll } from '../support/poll.ts';
import { Stage } from '../support/stage.ts';

/** What the client offers to a test, beside what conference.js does. */
declare const call: { recycle(tile: string, slot: string): void };

const WEBEX: SlotService = {
  id: 'webex',
  host: 'harbour.webex.com',
  path: '/meet/ada',
  meeting: '',
  headers: {},
  takes: ['h264'],
};

const stage = new Stage();
const calls: SlotCall[] = [];
afterEach(async () => {
  await Promise.all(calls.splice(0).map(({ server }) => server.stop()));
});

async function start(): Promise<SlotCall> {
  const started = await SlotCall.start(stage, 'chromium', WEBEX);
  calls.push(started);
  return started;
}

it('sound, picture and screen are sealed', async () => {
  const started = await start();
  const [ada, bo, eve] = await Promise.all([
    started.join('ada', 'h264'),
    started.join('bo', 'h264'),
    started.join('eve', 'h264', { member: false }),
  ]);
  // Bo's second slot carries the outsider. The badge follows what an element shows.
  const shows = (state: string): Promise<void> => poll(async () => (await badge(bo, 'video 0')) === state);
  await shows('sealed');
  await bo.inCall(() => call.recycle('video 0', 'video 1'));
  await shows('not-sealed');
  await bo.inCall(() => call.recycle('video 0', 'video 0'));
  await shows('sealed');

  await started.share(ada, 'ada', 'h264');
  expect(await bo.until(({ state }) => state === 'sealed')).toMatchObject({ broken: null, setAside: [] });
  expectRow(await judge('Webex', 'chromium', started, { ada, bo, eve }, stage));
  const offer = started.server.offerOf('ada');
  expect(extensionsIn(offer)).toContain('http://www.webrtc.org/experiments/rtp-hdrext/video-layers-allocation00');
  expect(foreignIn(offer)).toEqual([]);
});
