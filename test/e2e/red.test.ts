/** RED between two Chromium members, directly: Janus answers Opus alone. */
import { afterEach, expect, it } from 'vitest';
import type { Client } from '../support/browsers.ts';
import { comesToHear } from '../support/hearing.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { borrow } from '../support/shared-browsers.ts';
import { startSite } from '../support/site.ts';

const PASSPHRASE = 'abacus zoom yogurt unicorn tulip reprint';
const RED = { audio: ['audio/red', 'audio/opus'] };

const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

async function open(address: string, member: boolean): Promise<Participant> {
  const client = await borrow('chromium', member ? { extension: 'test' } : {});
  clients.push(client);
  return Participant.open(client, address);
}

const heard = async (to: Participant, from: string): Promise<number> =>
  (await to.stats()).received[from]?.audio?.packetsReceived ?? 0;

it('members hear one another through RED, and an outsider hears silence', async () => {
  const site = await startSite();
  const address = `http://localhost:${site.port}/red`;
  const [ada, bo, eve] = [await open(address, true), await open(address, true), await open(address, false)];
  for (const member of [ada, bo]) await member.protect(PASSPHRASE);
  await ada.connect('ada', bo, 'bo', RED);
  await ada.connect('ada', eve, 'eve', RED);
  await poll(async () => (await heard(bo, 'ada')) > 300 && (await heard(eve, 'ada')) > 300);

  expect(await comesToHear(bo, 'ada')).toBe(true);
  expect((await eve.sound('ada'))?.peak).toBeLessThan(0.001);

  const { streams } = await bo.until((view) => view.streams.some(({ done }) => done > 300));
  const received = streams.find(({ side, kind }) => side === 'receive' && kind === 'audio');
  expect(received?.codec).toBe('audio/red');
  expect(received?.failures).toEqual({});
  const sent = (await ada.view()).streams.filter(({ side, kind }) => side === 'send' && kind === 'audio');
  expect(sent.map(({ codec, failures }) => [codec, failures])).toEqual(sent.map(() => ['audio/red', {}]));
  await site.close();
});
