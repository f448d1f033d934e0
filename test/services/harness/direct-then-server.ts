/** Services whose two participants are connected directly until a third comes; then all go over to a server. */
import { expect } from 'vitest';
import type { BrowserName } from '../../support/browsers.ts';
import { comesToHear } from '../../support/hearing.ts';
import { type Room, recordingsOf } from '../../support/janus.ts';
import { likeLockCard } from '../../support/lock-card.ts';
import { type Codecs, Participant } from '../../support/member.ts';
import { poll } from '../../support/poll.ts';
import { Reader } from '../../support/reader.ts';
import { heldIn } from '../../support/server-view.ts';
import { PASSPHRASE, type Stage } from '../../support/stage.ts';
import { expectAllowedExtensions } from './extensions.ts';
import { expectRow, type Outcome } from './table.ts';

export interface DirectService {
  /** As the table has it. */
  readonly name: string;
  readonly id: string;
  readonly host: string;
  /** In test/pages. */
  readonly page: string;
  /** What direct calls prefer; the server takes VP8. */
  readonly codecs?: Codecs;
}

declare const call: {
  readonly room: { readonly ownId: number };
  readonly screenId: number;
  third(options: object): Promise<void>;
  share(options: object): Promise<void>;
};

async function open(
  stage: Stage,
  browser: BrowserName,
  host: string,
  port: number,
  member: boolean,
): Promise<Participant> {
  const client = await stage.client(browser, member ? { extension: 'test' } : {});
  const participant = await Participant.open(client, `https://${host}:${port}/harbour`);
  if (member) await participant.protect(PASSPHRASE);
  return participant;
}

/** Until `to` has drawn and got enough of `from`. */
async function flow(to: Participant, from: string, sound = 150): Promise<void> {
  let last: unknown;
  await poll(
    async () => {
      const { received } = await to.stats();
      last = received;
      const { audio, video } = received[from] ?? {};
      return (video?.framesDecoded ?? 0) > 60 && (audio?.packetsReceived ?? 0) >= sound;
    },
    { state: () => `${from}: ${JSON.stringify(last)}` },
  );
}

async function card(participant: Participant, tile: string): Promise<number> {
  return likeLockCard(await participant.picture(tile));
}

/** @param look is told of the first member while all are in the call */
export async function goesOver(
  stage: Stage,
  { name: service, id, host, page, codecs }: DirectService,
  browser: BrowserName,
  look: (member: Participant) => Promise<void> = async () => undefined,
): Promise<void> {
  const { port } = await stage.site({ securePort: 0, page: () => page });
  const room: Room = await stage.janus.createRoom();
  const [ada, bo] = (await Promise.all([true, true].map((member) => open(stage, browser, host, port, member)))) as [
    Participant,
    Participant,
  ];
  await ada.connect('ada', bo, 'bo', codecs);
  await Promise.all([flow(bo, 'ada'), flow(ada, 'bo')]);
  await bo.until(({ totals }) => totals.opened > 150);
  expect(await card(bo, 'ada')).toBeLessThan(0.7);

  const eve = await open(stage, browser, host, port, false);
  const join = (participant: Participant, name: string): Promise<void> => {
    const options = { port: stage.janus.port, id: room.id, name, video: 'canvas' };
    return participant.inCall((given) => call.third(given), options);
  };
  for (const [participant, name] of [
    [ada, 'ada'],
    [bo, 'bo'],
    [eve, 'eve'],
  ] as const)
    await join(participant, name);
  await ada.inCall((given) => call.share(given), { port: stage.janus.port, id: room.id, name: 'ada' });
  for (const [to, from] of [
    [bo, 'ada'],
    [ada, 'bo'],
    [eve, 'ada'],
  ] as const)
    await flow(to, from);
  for (const to of [bo, eve]) await flow(to, "ada's screen", 0);

  const view = await bo.until(({ state }) => state === 'sealed');
  expect(view).toMatchObject({ broken: null, setAside: [] });
  await look(ada);
  await expectAllowedExtensions(ada);
  const seen = async (tile: string): Promise<string | undefined> => {
    if ((await card(bo, tile)) > 0.7) return 'a member does not see it';
    return (await card(eve, tile)) < 0.9 ? 'the outsider has no card' : undefined;
  };
  const [picture, screen] = [await seen('ada'), await seen("ada's screen")];
  const heard = (await Promise.all([comesToHear(ada, 'bo'), comesToHear(bo, 'ada')])).every(Boolean);
  const silent = ((await eve.sound('ada'))?.peak ?? 1) < 0.001;
  const ids = await Promise.all([ada, bo].map((member) => member.inCall(() => call.room.ownId)));
  const screenId = await ada.inCall(() => call.screenId);
  const outsider = await eve.inCall(() => call.room.ownId);
  const reader = new Reader(PASSPHRASE, id, `${host}/harbour`);
  // The server's count can be other than 0: what the outsider sends is clear.
  await poll(async () => heldOf(room, reader, 'video', outsider).other.length > 60);
  await stage.end();

  let clear = 0;
  const judge = (wrong: string | undefined, kind: 'audio' | 'video', publishers: readonly number[]): Outcome => {
    for (const publisher of publishers) {
      const held = heldOf(room, reader, kind, publisher);
      clear += held.other.length;
      if (held.sealed.length < 60) return `failed: ${held.sealed.length} frames of ${publisher}`;
    }
    return wrong === undefined ? 'sealed' : `failed: ${wrong}`;
  };
  const sound = heard ? (silent ? undefined : 'the outsider hears it') : 'members do not hear each other';
  expectRow({
    service,
    browser,
    sound: judge(sound, 'audio', ids),
    picture: judge(picture, 'video', ids),
    screen: judge(screen, 'video', [screenId]),
    clear,
  });
}

function heldOf(room: Room, reader: Reader, kind: 'audio' | 'video', id: number): ReturnType<typeof heldIn> {
  const [path] = recordingsOf(room, kind).filter((name) => name.includes(`-user-${id}-`));
  if (!path) throw new Error(`no recording of ${id}`);
  return heldIn(path, reader);
}
