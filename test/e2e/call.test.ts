/** Two members and an outsider who publishes too, through Janus: the product's one job, and its control. */
import { describe, expect, it } from 'vitest';
import type { OpenFailure } from '../../src/frame/failures.ts';
import type { BrowserName } from '../support/browsers.ts';
import { type Room, recordingsOf } from '../support/janus.ts';
import { likeLockCard } from '../support/lock-card.ts';
import { Participant, type Sound } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { Reader } from '../support/reader.ts';
import { heldIn, IN_FLIGHT, lastAtServer } from '../support/server-view.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';
import { searchWindows, windowsOf } from '../support/windows.ts';

const OTHER = 'yogurt abacus tulip zoom reprint unicorn';
const MEETING = '/weekly';

const stage = new Stage();

interface Call {
  readonly room: Room;
  readonly ada: Participant;
  readonly bo: Participant;
  readonly eve: Participant;
}

/** Ada (Chromium) and Bo with the extension, Eve (Chromium) without; all three send and receive. */
async function meet(
  second: BrowserName,
  keys: { ada?: string | undefined; bo?: string | undefined } | undefined,
  tapped = false,
): Promise<Call> {
  const [site, room] = [await stage.site(), await stage.janus.createRoom()];
  const open = async (name: BrowserName, member: boolean): Promise<Participant> => {
    const client = await stage.client(name, member ? { extension: 'test' } : {});
    return Participant.open(client, `http://localhost:${site.port}${MEETING}`);
  };
  const [ada, bo, eve] = await Promise.all([open('chromium', true), open(second, true), open('chromium', false)]);
  if (keys) await Promise.all([ada.protect(keys.ada), bo.protect(keys.bo)]);
  const at = { port: stage.janus.port, id: room.id, tapped };
  await ada.join({ ...at, name: 'ada' });
  await bo.join({ ...at, name: 'bo', video: second === 'firefox' ? 'canvas' : 'camera' });
  await eve.join({ ...at, name: 'eve' });
  return { room, ada, bo, eve };
}

/** Frames of `from` that `to`'s decoder has drawn. */
const drawn = async (to: Participant, from: string): Promise<number> =>
  (await to.stats()).received[from]?.video?.framesDecoded ?? 0;

/** Audio packets of `from` that `to` has received. */
const heard = async (to: Participant, from: string): Promise<number> =>
  (await to.stats()).received[from]?.audio?.packetsReceived ?? 0;

declare const call: { readonly room: { readonly condition: object } };

/** What somebody sends, receives and waits for. */
async function condition(participant: Participant): Promise<string> {
  const room = await participant.page.evaluate(() => call.room.condition);
  return JSON.stringify({ ...(await participant.stats()), ...room });
}

/** Every participant has drawn and heard enough of both others. */
async function flow({ ada, bo, eve }: Call, frames = 120, packets = 300): Promise<void> {
  const all = { ada, bo, eve };
  const names = ['ada', 'bo', 'eve'] as const;
  for (const to of names) {
    const participant = all[to];
    for (const from of names) {
      if (from === to) continue;
      await poll(async () => (await drawn(participant, from)) > frames && (await heard(participant, from)) > packets, {
        state: async () => `${to}: ${await condition(participant)}, and ${from}: ${await condition(all[from])}`,
      });
    }
  }
}

/**
 * PLI of every receiver, by who receives whom. Until the first picture stands a browser asks for it every now and then; that
 * is joining.
 */
async function pli(participants: readonly Participant[]): Promise<ReadonlyMap<string, number>> {
  const all = await Promise.all(participants.map((participant) => participant.stats()));
  return new Map(
    all.flatMap(({ received }, to) =>
      Object.entries(received).map(([from, { video }]) => [`${to} ${from}`, video?.pliCount ?? 0] as const),
    ),
  );
}

/** The most PLI that one receiver has sent since `before`. */
async function mostPliSince(
  before: ReadonlyMap<string, number>,
  participants: readonly Participant[],
): Promise<number> {
  const now = Array.from(await pli(participants));
  return Math.max(...now.map(([receiver, count]) => count - (before.get(receiver) ?? 0)));
}

/** What a participant hears of another one. */
async function listen(to: Participant, from: string): Promise<Sound> {
  const sound = await to.sound(from);
  if (!sound || sound.seconds < 0.3) throw new Error(`no sound of ${from}`);
  return sound;
}

const isLockCard = async (to: Participant, from: string): Promise<number> => likeLockCard(await to.picture(from));

/** Recordings of the members and of the outsider, told apart by whether the reader opens anything. */
function recorded(room: Room, kind: 'audio' | 'video') {
  const reader = new Reader(PASSPHRASE, 'localhost', MEETING);
  const all = recordingsOf(room, kind).map((path) => heldIn(path, reader));
  return {
    members: all.filter(({ sealed }) => sealed.length > 0),
    outsiders: all.filter(({ sealed }) => sealed.length === 0),
  };
}

describe.each(['chromium', 'firefox'] as const)('Chromium with %s', (second) => {
  it('is sealed: members see and hear one another, the outsider gets a lock card and silence', async () => {
    const cast = await meet(second, { ada: PASSPHRASE, bo: PASSPHRASE });
    const { room, ada, bo, eve } = cast;
    await flow(cast, 0, 0);
    const joined = await pli([ada, bo, eve]);
    await flow(cast);

    const listening = [
      [ada, 'bo'],
      [bo, 'ada'],
      [ada, 'eve'],
      [bo, 'eve'],
      [eve, 'ada'],
      [eve, 'bo'],
    ] as const;
    const [adaOfBo, boOfAda, ...silent] = await Promise.all(listening.map(([to, from]) => listen(to, from)));
    for (const tone of [adaOfBo, boOfAda]) expect(tone?.share).toBeGreaterThan(0.9);
    expect(silent.length).toBe(4);
    for (const { peak } of silent) expect(peak).toBeLessThan(0.001);
    for (const [member, other] of [
      [ada, 'bo'],
      [bo, 'ada'],
    ] as const) {
      const view = await member.until(({ state, totals }) => state === 'sealed' && totals.opened > 300);
      expect(view.totals.members).toBe(1);
      expect(view.totals.failures).not.toHaveProperty('bad-tag');
      expect(view.totals.failures).not.toHaveProperty('missing-key');
      // The other member's picture, at its own size, and no lock card; the outsider's is a lock card here.
      expect(Math.abs(await isLockCard(member, other))).toBeLessThan(0.6);
      expect((await member.picture(other))?.width).toBeGreaterThan(200);
      expect(await isLockCard(member, 'eve')).toBeGreaterThan(0.9);
      expect(await isLockCard(eve, member === ada ? 'ada' : 'bo')).toBeGreaterThan(0.9);
    }
    expect(await mostPliSince(joined, [ada, bo, eve])).toBeLessThanOrEqual(2);

    const [sent, opened] = await countPieces(ada, bo);
    expect(sent).toBeGreaterThan(300);
    expect(opened).toBeGreaterThanOrEqual(0.99);
    await stage.end();

    for (const [kind, wanted] of [
      ['audio', 300],
      ['video', 100],
    ] as const) {
      const { members, outsiders } = recorded(room, kind);
      expect([members.length, outsiders.length]).toEqual([2, 1]);
      for (const { sealed, other, payloads } of members) {
        expect(other.length).toBe(0);
        const windows = windowsOf(
          sealed.map(({ clear }) => clear as Buffer),
          wanted,
        );
        expect(windows.length).toBeGreaterThanOrEqual(wanted);
        expect(searchWindows(windows, payloads).found).toBe(0);
      }
    }
  });
});

/** Pieces of `from` that entered `to`'s opener by KID and CTR, against those that opened. */
async function countPieces(from: Participant, to: Participant): Promise<[number, number]> {
  const [sender, receiver] = [await from.view(), await to.view()];
  const benign = ['duplicate', 'not-sealed'];
  const failed = Object.entries(receiver.totals.failures).filter(([reason]) => !benign.includes(reason));
  const lost = failed.reduce((sum, [, frames]) => sum + frames, 0);
  return [sender.totals.sealed, receiver.totals.opened / (receiver.totals.opened + lost)];
}

describe('the control, protection off', () => {
  it('finds the clear windows in what the server holds', async () => {
    const cast = await meet('chromium', undefined, true);
    const { room, ada, eve } = cast;
    await flow(cast, 60, 160);
    expect((await listen(eve, 'ada')).share).toBeGreaterThan(0.9);
    expect(Math.abs(await isLockCard(eve, 'ada'))).toBeLessThan(0.6);
    const clear = { audio: await ada.tapped('audio'), video: await ada.tapped('video') };
    expect((await ada.view()).state).toBe('off');
    for (const kind of ['audio', 'video'] as const) await lastAtServer(room, kind, clear[kind]);
    await stage.end();

    for (const [kind, wanted] of [
      ['audio', 300],
      ['video', 100],
    ] as const) {
      const { members, outsiders } = recorded(room, kind);
      expect([members.length, outsiders.length]).toEqual([0, 3]);
      const windows = windowsOf(clear[kind].slice(0, -IN_FLIGHT), wanted);
      expect(windows.length).toBeGreaterThanOrEqual(wanted);
      const payloads = outsiders.flatMap((outsider) => outsider.payloads);
      expect(searchWindows(windows, payloads).found / windows.length).toBeGreaterThan(0.95);
    }
  });
});

describe.each([
  ['no key at the other end', { ada: PASSPHRASE, bo: undefined }, 'no-key', ['no-key']],
  ['another key at the other end', { ada: PASSPHRASE, bo: OTHER }, 'sealed', ['missing-key', 'bad-tag']],
] as const)('%s', (_, keys, state, reasons: readonly OpenFailure[]) => {
  it('shows lock cards and silence, without a storm of key frame requests', async () => {
    const cast = await meet('chromium', keys);
    const { room, bo, eve } = cast;
    // Every picture that there will be. Without a key nothing comes of Bo's.
    await poll(async () => (await drawn(bo, 'ada')) > 0 && (await drawn(eve, 'ada')) > 0);
    await poll(async () => (await drawn(bo, 'eve')) > 0 && (keys.bo === undefined || (await drawn(eve, 'bo')) > 0));
    const joined = await pli([bo, eve]);
    await poll(async () => (await drawn(bo, 'ada')) > 120 && (await drawn(eve, 'ada')) > 120);
    await poll(async () => (await heard(bo, 'ada')) > 300);
    expect((await bo.view()).state).toBe(state);
    expect(await isLockCard(bo, 'ada')).toBeGreaterThan(0.9);
    expect((await listen(bo, 'ada')).peak).toBeLessThan(0.001);
    expect(await mostPliSince(joined, [bo, eve])).toBeLessThanOrEqual(2);
    const { totals } = await bo.view();
    expect(totals.opened).toBe(0);
    expect(reasons.reduce((sum, reason) => sum + (totals.failures[reason] ?? 0), 0)).toBeGreaterThan(300);
    const encoded = (await bo.stats()).sent.video?.framesEncoded ?? 0;
    expect(encoded).toBeGreaterThan(30);
    await stage.end();

    const reader = new Reader(keys.bo ?? PASSPHRASE, 'localhost', MEETING);
    const fromBo = (['audio', 'video'] as const).flatMap((kind) =>
      recordingsOf(room, kind).map((path) => heldIn(path, reader)),
    );
    // Without a key nothing of Bo's is there at all; with another one all of it is sealed.
    const sealed = fromBo.filter((held) => held.sealed.length > 0);
    expect(sealed.length).toBe(2);
    expect(sealed.every((held) => held.other.length === 0)).toBe(true);
    if (keys.bo === undefined) expect(fromBo.filter((held) => held.payloads.length > 0).length).toBe(4);
  });
});
