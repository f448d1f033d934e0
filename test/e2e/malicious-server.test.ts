/** What a server can do with real frames: keep them, send them again, to others, back, changed, or under another name. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Service, startService } from '../../demo/service.ts';
import type { TabView } from '../../src/messages.ts';
import { type Client, launch } from '../support/browsers.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import type { Delivery, MediaPacket } from '../support/sfu-packets.ts';
import { PASSPHRASE } from '../support/stage.ts';

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;

let service: Service;
const clients: Client[] = [];
// A server of its own for each test: what it holds is of this call.
beforeEach(async () => {
  service = await startService();
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  await service.close();
});

declare const chrome: { readonly storage: { readonly session: { set(items: object): Promise<void> } } };

class Member {
  readonly name: string;
  readonly participant: Participant;

  private constructor(name: string, participant: Participant) {
    this.name = name;
    this.participant = participant;
  }

  static async join(name: string, meeting: string): Promise<Member> {
    const client = await launch('chromium', { extension: 'test' });
    clients.push(client);
    const participant = await Participant.open(client, `${service.address(meeting)}?name=${name}&muted`);
    await participant.protect(PASSPHRASE);
    const member = new Member(name, participant);
    await member.enter();
    return member;
  }

  async enter(): Promise<void> {
    const { page } = this.participant;
    await page.bringToFront();
    await page.click('#join');
    await page.waitForFunction(() => 'call' in globalThis, { timeout: 30_000 });
  }

  async reload(): Promise<void> {
    await this.participant.page.reload();
    await this.enter();
  }

  /** Moves the clock of this member's browser. */
  async moveClock(milliseconds: number): Promise<void> {
    const popup = await this.participant.popup();
    await popup.evaluate((offset) => chrome.storage.session.set({ testClockOffset: offset }), milliseconds);
  }

  async totals(): Promise<TabView['totals']> {
    return (await this.participant.view()).totals;
  }

  /** Waits until so many more frames were opened. */
  async opens(frames: number): Promise<void> {
    const { opened } = await this.totals();
    await this.participant.until(({ totals }) => totals.opened > opened + frames, 40_000);
  }

  /**
   * Waits until nothing is opened any more, does `action`, and waits until frames are refused for `reason`.
   *
   * @returns how many frames were opened meanwhile
   */
  async refuses(
    reason: string,
    frames: number,
    action: () => Promise<unknown> = async () => undefined,
  ): Promise<number> {
    const before = await this.quiet();
    const acting = action();
    const wanted = (before.failures[reason] ?? 0) + frames;
    await this.participant.until(({ totals }) => (totals.failures[reason] ?? 0) > wanted, 40_000);
    await acting;
    return (await this.totals()).opened - before.opened;
  }

  /** Waits until nothing is opened any more: the live frames were cut off. */
  async quiet(): Promise<TabView['totals']> {
    let last = await this.totals();
    await poll(async () => {
      await new Promise((resolve) => setTimeout(resolve, 3_000)); // more than one look of the guard
      const now = await this.totals();
      const same = now.opened === last.opened;
      last = now;
      return same;
    }, 40_000);
    return last;
  }
}

const none = (): readonly Delivery[] => [];

/** Everything of one publisher that the server holds so far, in the order it came. */
function held(publisher: string): MediaPacket[] {
  return (['audio', 'video'] as const)
    .flatMap((kind) => service.sfu.held.packets(publisher, kind).slice(0, kind === 'audio' ? 200 : 400))
    .toSorted(
      (one, other) =>
        one.timestamp / (one.kind === 'audio' ? 48 : 90) - other.timestamp / (other.kind === 'audio' ? 48 : 90),
    );
}

function replay(publisher: string, to: string, as = publisher): Promise<unknown> {
  const packets = held(publisher);
  return Promise.all(
    (['audio', 'video'] as const).map((kind) =>
      service.sfu.replay(
        packets.filter((packet) => packet.kind === kind),
        to,
        as,
      ),
    ),
  );
}

it('last week’s recording under the same passphrase', async () => {
  const ada = await Member.join('ada', 'weekly');
  const bo = await Member.join('bo', 'weekly');
  await bo.opens(200);
  await ada.opens(50);
  service.sfu.tamper = none;
  await bo.moveClock(WEEK);
  expect(await bo.refuses('stale', 100, () => replay('ada', 'bo'))).toBe(0);
});

it('the same call, to a member who joins late and to one who reloads', async () => {
  await Member.join('ada', 'late');
  await poll(async () => service.sfu.held.packets('ada', 'video').length > 400, 40_000);
  const bo = await Member.join('bo', 'late');
  await bo.opens(200);
  service.sfu.tamper = none;
  expect(await bo.refuses('replay', 100, () => replay('ada', 'bo'))).toBe(0);

  // He reloads; what he had opened comes again before anything live does.
  await bo.reload();
  expect(await bo.refuses('replay', 100, () => replay('ada', 'bo'))).toBe(0);

  // The control: what is new opens at once.
  service.sfu.tamper = undefined;
  await bo.opens(100);
});

it('a sender’s own frames, sent back in another member’s tile', async () => {
  const ada = await Member.join('ada', 'mirror');
  const bo = await Member.join('bo', 'mirror');
  await ada.opens(100);
  service.sfu.tamper = (packet) => (packet.publisher === 'ada' ? [{ packet, to: 'ada', as: 'bo' }] : []);
  expect(await ada.refuses('reflected', 100)).toBe(0);
  // Those of before a reload are still his own.
  service.sfu.tamper = none;
  await ada.reload();
  expect(await ada.refuses('reflected', 50, () => replay('ada', 'ada', 'bo'))).toBe(0);
  expect((await bo.totals()).members).toBeGreaterThan(0);
});

it('one member’s picture under another’s voice', async () => {
  await Member.join('ada', 'splice');
  await Member.join('cy', 'splice');
  const bo = await Member.join('bo', 'splice');
  await bo.opens(200);
  expect((await bo.participant.view()).spliced).toBe(false);
  service.sfu.tamper = (packet, honest) => {
    const elsewhere = honest.filter(({ to }) => to !== 'bo');
    if (packet.publisher === 'ada' && packet.kind === 'video') return [...elsewhere, { packet, to: 'bo', as: 'ada' }];
    if (packet.publisher === 'cy' && packet.kind === 'audio') return [...elsewhere, { packet, to: 'bo', as: 'ada' }];
    return elsewhere;
  };
  await bo.participant.until(({ spliced }) => spliced);
});

it('changed frames, and clear ones of its own', async () => {
  await Member.join('ada', 'changed');
  const bo = await Member.join('bo', 'changed');
  await bo.opens(100);
  service.sfu.tamper = (packet, honest) => {
    const payload = Buffer.from(packet.payload);
    const last = payload.byteLength - 20;
    if (last > 0) payload.writeUInt8(payload.readUInt8(last) ^ 1, last);
    return honest.map((delivery) => ({ ...delivery, packet: { ...packet, payload } }));
  };
  expect(await bo.refuses('bad-tag', 100)).toBe(0);
  // A clear Opus frame: the one injection that needs no packetizer.
  service.sfu.tamper = (packet, honest) =>
    packet.kind === 'audio'
      ? honest.map((delivery) => ({ ...delivery, packet: { ...packet, payload: Buffer.from([0xf8, 0xff, 0xfe]) } }))
      : [];
  expect(await bo.refuses('not-sealed', 100)).toBe(0);
});

it('clocks 4 minutes apart work, 20 minutes apart are refused with the reason', async () => {
  await Member.join('ada', 'clocks');
  const bo = await Member.join('bo', 'clocks');
  await bo.opens(100);
  await bo.moveClock(4 * MINUTE);
  await bo.opens(200);
  await bo.moveClock(20 * MINUTE);
  expect(await bo.refuses('stale', 100)).toBe(0);
});
