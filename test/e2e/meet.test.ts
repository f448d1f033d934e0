/** Google Meet as it is stood in for in test/services/meet. Its facts are numbered there. */
import { afterEach, describe, expect, it } from 'vitest';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { extensionsIn, foreignIn } from '../services/harness/extensions.ts';
import { SlotCall, type SlotService } from '../services/harness/slots/call.ts';
import { judge } from '../services/harness/slots/judge.ts';
import { expectRow } from '../services/harness/table.ts';
import { badge } from '../support/badge.ts';
import type { BrowserName } from '../support/browsers.ts';
import { Member } from '../support/conference.ts';
import type { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { Stage } from '../support/stage.ts';

const MEET: SlotService = {
  id: 'meet',
  host: 'meet.google.com',
  path: '/abc-defg-hij',
  meeting: 'abc-defg-hij',
  headers: { 'content-security-policy': "require-trusted-types-for 'script'; worker-src 'self'" },
  takes: ['vp8', 'vp9', 'av1'],
};
const stage = new Stage();
const calls: SlotCall[] = [];
afterEach(async () => {
  await Promise.all(calls.splice(0).map(({ server }) => server.stop()));
});

async function start(browser: BrowserName): Promise<SlotCall> {
  const call = await SlotCall.start(stage, browser, MEET);
  calls.push(call);
  return call;
}

describe.each(['chromium', 'firefox'] as const)('%s', (browser) => {
  it('sound, picture and screen are sealed', async () => {
    const call = await start(browser);
    const [ada, bo, eve] = await Promise.all([
      call.join('ada', 'vp9'),
      call.join('bo', 'av1'),
      call.join('eve', 'vp8', { member: false }),
    ]);
    await call.share(ada, 'ada', 'vp8');
    expect(await bo.until(({ state }) => state === 'sealed')).toMatchObject({ broken: null, setAside: [] });
    expectRow(await judge('Google Meet', browser, call, { ada, bo, eve }, stage));

    const offer = call.server.offerOf('ada');
    expect(extensionsIn(offer).length).toBeGreaterThan(3);
    expect(foreignIn(offer)).toEqual([]);
    // What is left out is there to be left out. Firefox has none but those on the list.
    if (browser === 'chromium') expect(foreignIn(call.server.offerOf('eve'))).not.toEqual([]);
    const codecs = (name: string): string[] =>
      Array.from(new Set((call.server.held.get(name) ?? []).map(({ codec }) => codec))).toSorted();
    const sound = browser === 'chromium' ? 'red' : 'opus'; // Firefox has no RED
    expect(codecs('ada')).toEqual([sound, 'vp9'].toSorted());
    expect(codecs('bo')).toEqual(['av1', sound].toSorted());
  });

  it('slots that change their speaker in mid-stream open from the first frame on', async () => {
    const call = await start(browser);
    const [ada, , bo] = await Promise.all([call.join('ada', 'vp8'), call.join('cy', 'vp9'), call.join('bo', 'vp8')]);
    await call.flows(bo, 'video 0', 30);
    // All that bo gets of ada between here and there.
    const pictures = () => (call.server.held.get('ada') ?? []).filter(({ kind }) => kind === 'video');
    const begin = pictures().length;
    await call.flows(bo, 'video 0', 60);
    const held = pictures().slice(begin);
    // One slot goes to and fro between two who send different codecs. The other carries nobody, so nobody is in both.
    for (const kind of ['audio', 'video'] as const) call.server.place('bo', kind, 1, undefined);
    const people = new Map<string, string>();
    let before = await shownIn(bo, '');
    people.set('ada', before);
    for (const name of ['cy', 'ada', 'cy', 'ada']) {
      call.server.place('bo', 'video', 0, name);
      call.server.place('bo', 'audio', 0, name);
      before = await shownIn(bo, before);
      expect(people.get(name) ?? before).toBe(before);
      people.set(name, before);
      const csrc = call.server.held.get(name)?.[0]?.csrc;
      await poll(async () => (await call.sources(bo, 'video 0'))[0] === csrc);
      await call.flows(bo, 'video 0', 30);
    }
    expect(new Set(people.values()).size).toBe(2);
    // The sender changes its codec too, in the same stream. Firefox cannot without a new offer.
    if (browser === 'chromium') {
      await call.send(ada, 'av1');
      await poll(async () => (call.server.held.get('ada') ?? []).some(({ codec }) => codec === 'av1'));
      await call.flows(bo, 'video 0', 30);
    }

    // Not one frame of anybody, from the first of the first on, was refused, missed or dropped.
    const { streams, spliced } = await bo.view();
    const received = streams.filter(({ side, seen }) => side === 'receive' && seen > 0);
    expect(received.map(({ codec, failures }) => [codec, failures])).toEqual(received.map(({ codec }) => [codec, {}]));
    expect(received.length).toBeGreaterThan(2);
    expect(spliced).toBe(false);
    expect(await badge(bo, 'video 0')).toBe('sealed');

    // What ada sent into the slot before the other spoke does not open again behind him: the window is hers, not the slot's.
    for (const slot of [0, 1, 2]) call.server.place('bo', 'audio', slot, undefined);
    call.server.place('bo', 'video', 0, undefined);
    const again = async (): Promise<void> => {
      for (const packet of held) call.server.slot('bo', 'video', 0).send({ ...packet, stream: -1 });
    };
    expect(await new Member('bo', bo, call.clock).refuses('replay', 20, again)).toBe(0);
  });
});

/** Who is in the first picture's slot, once it is somebody else than `before`. */
async function shownIn(member: Participant, before: string): Promise<string> {
  const first = ({ streams }: TabView): string =>
    streams
      .filter(({ side, kind, done }) => side === 'receive' && kind === 'video' && done > 0)
      .toSorted((one, other) => one.id - other.id)[0]?.members[0] ?? before;
  return first(await member.until((view) => first(view) !== before));
}
