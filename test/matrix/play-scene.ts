/** Plays one scene: everybody connects, then the media starts, runs until there is enough of it, and stops. */
import messages from '../../_locales/en/messages.json' with { type: 'json' };
import type { StreamCounts } from '../../src/call/counts.ts';
import { listenForTone } from '../support/hearing.ts';
import type { Janus } from '../support/janus.ts';
import type { Sound as Heard } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import type { Sound } from './media.ts';
import type { Participants } from './participants.ts';
import { type Receiver, receiversOf } from './receivers.ts';
import { reaches, type Scene, shapeOf } from './scenes.ts';
import { Server } from './server.ts';
import type { Sent, ShapedCall } from './shaped-call.ts';
import { tallyOf } from './tally.ts';
import { unchanged } from './unchanged.ts';

/** Pictures that everybody is to draw. */
const PICTURES = 70;
/** Sound that everybody is to hear, in milliseconds. */
const SOUND_MS = 2_500;
/** Pictures after which everybody is asked what there is to be seen, and pictures of each layer. */
const SOME_PICTURES = 30;
const SOME_PACKETS = 10;
/** Frames that are dropped on their way to everybody, all together. */
const DROPPED_FRAMES = 300;
/** Packets while the microphone is silent: more than the encoder sends before it falls silent itself. */
const SILENT_PACKETS = 25;
/** Longer than any encoder pauses between two packets. */
const PAUSE_MS = 500;

/** What somebody saw and heard in the middle of a performance. */
export interface Sample {
  readonly sound: Heard | undefined;
  readonly picture: { readonly width: number; readonly height: number; readonly luma: readonly number[] } | undefined;
}

export interface Played {
  readonly scene: Scene;
  /** What the sender's worker counted, and its browser. */
  readonly sealed: readonly StreamCounts[];
  readonly sent: Sent;
  /** Whether the sender's popup names a codec that cannot be sealed, where the scene has one. */
  readonly toldOfCodec: boolean;
  readonly receivers: readonly Seen[];
  readonly server: Server | undefined;
}

export interface Seen {
  readonly receiver: Receiver;
  readonly sample: Sample;
  /** What a member's worker counted. */
  readonly opened: readonly StreamCounts[] | undefined;
}

/** @param janus needed for what goes through it */
export async function playScene(scene: Scene, participants: Participants, janus: Janus): Promise<Played> {
  const receivers = receiversOf(participants, scene);
  const sender = participants.senders[scene.from];
  await Promise.all([sender, ...receivers.map(({ call }) => call)].map((call) => call.reload()));
  await sender.capture(shapeOf(scene));
  const server = scene.path === 'Janus' ? await Server.open(janus, scene) : undefined;
  try {
    if (server) await meetInRoom(server, sender, receivers, janus.port);
    else await meetDirectly(scene, sender, receivers);
    const connected = async (): Promise<boolean> =>
      (await Promise.all([sender, ...receivers.map(({ call }) => call)].map((call) => call.connected()))).every(
        Boolean,
      );
    await poll(connected, { state: () => 'connections' });

    await sender.start();
    const samples = await perform(sender, receivers);
    await sender.stop();
    await unchanged(async () => {
      await lookAll(receivers);
      return receivers.map(({ progress }) => progress).join();
    }, PAUSE_MS);

    const sent = await sender.sent();
    const [sealed, opened] = await Promise.all([
      tallyOf(sender, passedOut(sent)),
      Promise.all(
        receivers.map(async (receiver) =>
          receiver.role === 'member' ? tallyOf(receiver.call, passedIn(receiver)) : undefined,
        ),
      ),
    ]);
    const toldOfCodec = scene.sound.refused === true && (await isTold(sender));
    const seen = receivers.map((receiver, i) => ({
      receiver,
      sample: samples[i] as Sample,
      opened: opened[i],
    }));
    return { scene, sealed, sent, toldOfCodec, receivers: seen, server };
  } finally {
    server?.close();
  }
}

/** Whether the popup names a codec as the reason for what is dropped. */
async function isTold({ participant }: ShapedCall): Promise<boolean> {
  const popup = await participant.popup();
  const says = (): Promise<boolean> =>
    popup.evaluate(
      (text) => document.body.textContent?.includes(text) ?? false,
      messages.failure_unknown_codec.message,
    );
  return poll(says).then(
    () => true,
    () => false,
  );
}

async function meetDirectly(scene: Scene, sender: ShapedCall, receivers: readonly Receiver[]): Promise<void> {
  const { video, screen, ...rest } = shapeOf(scene);
  for (const { name, browser, call } of receivers) {
    // A connection may have no m-section that its receiver cannot take.
    const sees = scene.picture && reaches(scene, scene.picture, browser);
    await sender.connect(call, name, { ...rest, ...(sees && video && { video }), ...(sees && screen && { screen }) });
  }
}

async function meetInRoom(
  server: Server,
  sender: ShapedCall,
  receivers: readonly Receiver[],
  port: number,
): Promise<void> {
  const at = { port, id: server.room.id };
  await server.watch(await sender.publish({ ...at, name: 'sender' }, shapeOf(server.scene)));
  await Promise.all(receivers.map(({ name, call }) => call.watch({ ...at, name })));
}

/** The scene while it runs. @returns what everybody saw and heard */
async function perform(sender: ShapedCall, receivers: readonly Receiver[]): Promise<Sample[]> {
  const { scene } = receivers[0] as Receiver;
  const { sound, picture } = scene;
  const viewers = receivers.filter(({ sees }) => sees);
  const hearers = receivers.filter(({ hears }) => hears);
  const drawn = (pictures: number): boolean =>
    viewers.every((viewer) => viewer.drawn >= pictures && (!picture?.screen || viewer.screensDrawn > 0));
  const heard = (packets: number): boolean => hearers.every((hearer) => hearer.heard >= packets);

  await until(receivers, () => drawn(SOME_PICTURES) && heard(SOME_PACKETS));
  const samples = await Promise.all(receivers.map(sampleOf));
  if (sound.refused) {
    const dropped = async (): Promise<boolean> =>
      ((await sender.participant.view()).totals.failures['unknown-codec'] ?? 0) >= DROPPED_FRAMES;
    await poll(dropped).catch(() => undefined); // what is missing is for the claims
  }
  for (let layer = 0; layer < (picture?.substreams ?? 0); layer++) {
    await Promise.all(viewers.map(({ call }) => call.choose({ substream: layer })));
    const before = new Map(viewers.map((viewer) => [viewer, viewer.drawn]));
    const width = widthOfLayer(scene, layer);
    await until(receivers, () =>
      viewers.every((viewer) => viewer.width === width && viewer.drawn >= (before.get(viewer) ?? 0) + SOME_PICTURES),
    );
  }
  await until(receivers, () => drawn(PICTURES) && heard(packetsOf(sound)));
  if (sound.pauses) {
    await sender.mute(true);
    const before = new Map(hearers.map((hearer) => [hearer, hearer.heard]));
    await until(receivers, () => hearers.every((hearer) => hearer.heard >= (before.get(hearer) ?? 0) + SILENT_PACKETS));
  }
  return samples;
}

/** Looks until the condition holds, or for as long as anything may take: what is missing then is for the claims. */
async function until(receivers: readonly Receiver[], condition: () => boolean): Promise<void> {
  const look = async (): Promise<boolean> => {
    await lookAll(receivers);
    return condition();
  };
  await poll(look).catch(() => undefined);
}

async function lookAll(receivers: readonly Receiver[]): Promise<void> {
  await Promise.all(receivers.map((receiver) => receiver.look()));
}

async function sampleOf({ call: { participant }, hears, role }: Receiver): Promise<Sample> {
  const listen = (): Promise<Heard | undefined> =>
    role === 'member' ? listenForTone(participant, 'sender') : participant.sound('sender');
  const [sound, picture] = await Promise.all([hears ? listen() : undefined, participant.picture('sender')]);
  return { sound, picture };
}

/** Packets of this sound that everybody is to hear. */
export function packetsOf({ audio: { ptime = 20 } }: Sound): number {
  return Math.floor(SOUND_MS / ptime);
}

/** Width of a simulcast substream in pixels; the highest comes first in the encodings, and last with the server. */
export function widthOfLayer({ picture }: Scene, layer: number): number {
  const { encodings = [], width = 0 } = picture?.video ?? {};
  return width / (encodings.at(-1 - layer)?.scaleResolutionDownBy ?? 1);
}

/** What the sender's browser says has gone through the worker. */
function passedOut(sent: Sent): { audio: number; video: number } {
  const all = Object.values(sent);
  const pictures = all.flatMap(({ video = [], screen = [] }) => [...video, ...screen]);
  return {
    audio: total(all.flatMap(({ audio = [] }) => audio.map(({ packetsSent = 0 }) => packetsSent))),
    video: total(pictures.map(({ framesSent = 0 }) => framesSent)),
  };
}

/** What a receiver's browser says has gone through the worker. */
function passedIn({ heard, completed }: Receiver): { audio: number; video: number } {
  return { audio: heard, video: completed };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
