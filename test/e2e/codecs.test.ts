/** Every video codec that Chromium has, directly between two members and an outsider. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, launch } from '../support/browsers.ts';
import { lockCardLuma, similarity } from '../support/lock-card.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { type Site, startSite } from '../support/site.ts';

const PASSPHRASE = 'abacus zoom yogurt unicorn tulip reprint';
const FRAMES = 60;

let site: Site;
let ada: Participant;
let bo: Participant;
let eve: Participant;
const clients: Client[] = [];

beforeAll(async () => {
  site = await startSite();
  const open = async (member: boolean): Promise<Participant> => {
    const client = await launch('chromium', member ? { extension: 'test' } : {});
    clients.push(client);
    return Participant.open(client, `http://localhost:${site.port}/codecs`);
  };
  [ada, bo, eve] = [await open(true), await open(true), await open(false)];
  for (const member of [ada, bo]) await member.protect(PASSPHRASE);
});
afterAll(async () => {
  for (const client of clients) await client.close();
  await site.close();
});

const received = async (to: Participant, from: string): Promise<Record<string, number>> =>
  (await to.stats()).received[from]?.video ?? {};

describe.each([['vp8'], ['vp9'], ['av1'], ['h264']])('%s', (codec) => {
  it('members see one another, and an outsider a lock card', async () => {
    const name = `ada ${codec}`;
    const codecs = { video: [`video/${codec}`] };
    await ada.connect(name, bo, `bo ${codec}`, codecs);
    await ada.connect(name, eve, `eve ${codec}`, codecs);
    const drawn = async (to: Participant): Promise<number> => (await received(to, name)).framesDecoded ?? 0;
    await poll(async () => (await drawn(bo)) > 0 && (await drawn(eve)) > 0, 30_000);
    const joined = await Promise.all([bo, eve].map((participant) => received(participant, name)));
    await poll(async () => (await drawn(bo)) > FRAMES && (await drawn(eve)) > FRAMES, 60_000);

    const [toBo, toEve] = await Promise.all([bo, eve].map((participant) => participant.picture(name)));
    expect(Math.abs(similarity(toBo?.luma ?? [], lockCardLuma(toBo?.width, toBo?.height)))).toBeLessThan(0.6);
    expect(similarity(toEve?.luma ?? [], lockCardLuma(toEve?.width, toEve?.height))).toBeGreaterThan(0.9);
    for (const [i, participant] of [bo, eve].entries()) {
      const { pliCount = 0, framesDecoded = 0, framesReceived = 0 } = await received(participant, name);
      expect(pliCount - (joined[i]?.pliCount ?? 0)).toBeLessThanOrEqual(2);
      expect(framesDecoded / framesReceived).toBeGreaterThan(0.95);
    }

    const { streams } = await bo.until((view) =>
      view.streams.some(
        ({ side, codec: type, done }) => side === 'receive' && type.toLowerCase() === `video/${codec}` && done > FRAMES,
      ),
    );
    const opened = streams.find(
      ({ side, codec: type }) => side === 'receive' && type.toLowerCase() === `video/${codec}`,
    );
    const { duplicate: _duplicate, 'waiting-for-key-frame': _waiting, ...refused } = opened?.failures ?? {};
    expect(refused).toEqual({});
    for (const participant of [ada, bo, eve]) await participant.leave();
  });
});
