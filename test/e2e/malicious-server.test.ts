/** What a server can do with real frames: keep them, send them again, to others, back, changed, or under another name. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { badge } from '../support/badge.ts';
import { Conference, type Member } from '../support/conference.ts';
import { poll } from '../support/poll.ts';
import type { Sfu } from '../support/sfu.ts';
import type { Delivery, MediaPacket } from '../support/sfu-packets.ts';

/** Frames that show that what is live opens. */
const OPENED = 100;
/** Frames that show what becomes of all others. */
const REFUSED = 50;

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;

let conference: Conference;
let sfu: Sfu;
// A server of its own for each test: what it holds is of this call.
beforeEach(async () => {
  conference = await Conference.start();
  sfu = conference.sfu;
});
afterEach(() => conference.close());

const join = (name: string, meeting: string): Promise<Member> => conference.join(name, meeting);
const both = (meeting: string): Promise<[ada: Member, bo: Member]> =>
  Promise.all([join('ada', meeting), join('bo', meeting)]);
const none = (): readonly Delivery[] => [];

/** Everything that the server holds of one publisher, before he reloaded if he did, in the order it came. */
function held(publisher: string): MediaPacket[] {
  return (['audio', 'video'] as const)
    .flatMap((kind) => {
      const packets = sfu.held.packets(publisher, kind);
      // Timestamps of two streams have nothing to do with each other, and a replay goes by them.
      const first = packets.filter(({ stream }) => stream === packets[0]?.stream);
      return first.slice(0, kind === 'audio' ? 100 : 200);
    })
    .toSorted(
      (one, other) =>
        one.timestamp / (one.kind === 'audio' ? 48 : 90) - other.timestamp / (other.kind === 'audio' ? 48 : 90),
    );
}

function replay(publisher: string, to: string, as = publisher): Promise<unknown> {
  const packets = held(publisher);
  return Promise.all(
    (['audio', 'video'] as const).map((kind) =>
      sfu.replay(
        packets.filter((packet) => packet.kind === kind),
        to,
        as,
      ),
    ),
  );
}

it('last week’s recording under the same passphrase', async () => {
  const [ada, bo] = await both('weekly');
  await Promise.all([bo.opens(OPENED), ada.opens(OPENED / 2)]);
  sfu.tamper = none;
  await bo.moveClock(WEEK);
  expect(await bo.refuses('stale', REFUSED, () => replay('ada', 'bo'))).toBe(0);
});

it('the same call, to a member who joins late and to one who reloads', async () => {
  await join('ada', 'late');
  await poll(async () => sfu.held.packets('ada', 'video').length > 120);
  const bo = await join('bo', 'late');
  await bo.opens(OPENED);
  sfu.tamper = none;
  expect(await bo.refuses('replay', REFUSED, () => replay('ada', 'bo'))).toBe(0);

  // He reloads; what he had opened comes again before anything live does.
  await bo.reload();
  expect(await bo.refuses('replay', REFUSED, () => replay('ada', 'bo'))).toBe(0);

  // The control: what is new opens at once.
  sfu.tamper = undefined;
  await bo.opens(OPENED);
});

it('a sender’s own frames, sent back in another member’s tile', async () => {
  const [ada, bo] = await both('mirror');
  await ada.opens(OPENED);
  // They are worth something to whom they are meant for.
  await bo.participant.until(({ totals }) => totals.members > 0);
  sfu.tamper = (packet) => (packet.publisher === 'ada' ? [{ packet, to: 'ada', as: 'bo' }] : []);
  expect(await ada.refuses('reflected', REFUSED)).toBe(0);
  // Those of before a reload are still his own.
  sfu.tamper = none;
  await ada.reload();
  expect(await ada.refuses('reflected', REFUSED, () => replay('ada', 'ada', 'bo'))).toBe(0);
});

it('one member’s picture under another’s voice', async () => {
  const [[, bo]] = await Promise.all([both('splice'), join('cy', 'splice')]);
  await bo.opens(OPENED);
  expect((await bo.participant.view()).spliced).toBe(false);
  await poll(async () => (await badge(bo.participant, 'ada')) === 'sealed');
  sfu.tamper = (packet, honest) => {
    const elsewhere = honest.filter(({ to }) => to !== 'bo');
    if (packet.publisher === 'ada' && packet.kind === 'video') return [...elsewhere, { packet, to: 'bo', as: 'ada' }];
    if (packet.publisher === 'cy' && packet.kind === 'audio') return [...elsewhere, { packet, to: 'bo', as: 'ada' }];
    return elsewhere;
  };
  await bo.participant.until(({ spliced }) => spliced);
  await poll(async () => (await badge(bo.participant, 'ada')) === 'spliced');
});

it('changed frames, and clear ones of its own', async () => {
  const [, bo] = await both('changed');
  await bo.opens(OPENED);
  sfu.tamper = (packet, honest) => {
    const payload = Buffer.from(packet.payload);
    const last = payload.byteLength - 20;
    if (last > 0) payload.writeUInt8(payload.readUInt8(last) ^ 1, last);
    return honest.map((delivery) => ({ ...delivery, packet: { ...packet, payload } }));
  };
  expect(await bo.refuses('bad-tag', REFUSED)).toBe(0);
  // A clear Opus frame: the one injection that needs no packetizer. One with silence in it accuses nobody.
  const speaks = (payload: Buffer): void => {
    sfu.tamper = (packet, honest) =>
      packet.kind === 'audio' ? honest.map((delivery) => ({ ...delivery, packet: { ...packet, payload } })) : [];
  };
  speaks(Buffer.from([0xf8, 0xff, 0xfe]));
  expect(await bo.refuses('blank', REFUSED)).toBe(0);
  speaks(Buffer.from([0x78, 0x0b, 0xe4, 0xc1, 0x36, 0xec, 0xc5, 0x80]));
  expect(await bo.refuses('not-sealed', REFUSED)).toBe(0);
});

it('clocks 4 minutes apart work, 20 minutes apart are refused with the reason', async () => {
  const [, bo] = await both('clocks');
  await bo.opens(OPENED);
  await bo.moveClock(4 * MINUTE);
  await bo.opens(OPENED);
  await bo.moveClock(20 * MINUTE);
  expect(await bo.refuses('stale', REFUSED)).toBe(0);
});
