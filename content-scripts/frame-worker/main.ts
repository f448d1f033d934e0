/**
 * The frame worker: seals what the senders send and opens what the receivers get. It runs in the page's origin, in a
 * document that the page cannot reach, and talks to the guard alone: no fetch, no storage, no BroadcastChannel.
 */
import type { StreamCounts } from '../../src/call/counts.ts';
import { NO_EXCEPTIONS } from '../../src/call/exceptions.ts';
import { Mixing } from '../../src/call/mixed-sound.ts';
import { now, setClockOffset } from '../../src/clock.ts';
import { KeyRing } from '../../src/frame/key-ring.ts';
import { Opener } from '../../src/frame/opener.ts';
import type { Extensions, Role } from '../../src/frame/plaintext.ts';
import { Sealer } from '../../src/frame/sealer.ts';
import type {
  FromWorker,
  Mode,
  ToWorker,
  ToWorkerOf,
  TransformOptions,
  VoiceOptions,
} from '../../src/protocol/worker.ts';
import type { EncodedFrame } from './frames.ts';
import { HeardSound } from './heard-sound.ts';
import { LivePipes } from './live-pipes.ts';
import { OwnSound } from './own-sound.ts';
import { PagePlace, pageStreams } from './page-transform.ts';
import { pipeline } from './pipeline.ts';
import { ReceivePipe } from './receive-pipe.ts';
import { SendPipe } from './send-pipe.ts';
import { decodeSlotKeys } from './slot-keys.ts';
import { SoundPlayers } from './sound-player.ts';
import { startTestVoice } from './test-voice.ts';

/** Not in TypeScript's library. */
type KeyFrameMaker = RTCRtpScriptTransformer & { generateKeyFrame(): Promise<unknown> };

const keys = new KeyRing();
const sealer = new Sealer(keys);
const opener = new Opener(keys, sealer);
let latest: Mode = { action: 'stop', exceptions: NO_EXCEPTIONS };
/** Follows what the guard said last. */
const mode: Mode = {
  get action() {
    return latest.action;
  },
  get exceptions() {
    return latest.exceptions;
  },
};
const pipes = new LivePipes();
const mixing = new Mixing();
const ownSound = new OwnSound();
const players = new SoundPlayers((voices) => post({ kind: 'voices', names: voices }));
const heardSound = new HeardSound(
  (packet) => players.put(packet),
  (member) => players.forget(member),
);
/** Between two pictures of a card, milliseconds: sound that travels in them is to wait no longer. */
const TICK_MS = 1_000 / 15;
let ticks: ReturnType<typeof setInterval> | undefined;
const roles = new Map<number, Role>();
/** What the user is called in calls; empty when that was not said. */
let name = '';
/** Beside each pipe, by id: where the page's own transform may run. */
const pagePlaces = new Map<number, PagePlace>();

const post = (message: FromWorker): void => postMessage(JSON.stringify(message));

addEventListener('rtctransform', (event) => {
  const { transformer } = event as RTCTransformEvent;
  const options = transformer.options as TransformOptions | VoiceOptions;
  if ('voice' in options) {
    // Ends with the loop-back; nothing is left to do then.
    players.attach(options.voice, transformer).catch(() => undefined);
    return;
  }
  const pipe =
    options.side === 'send'
      ? new SendPipe(
          options,
          mode,
          sealer.stream(),
          () => extensionsOf(options.id),
          () => keyFrame(transformer, options.id),
          ownSound,
        )
      : new ReceivePipe(options, mode, opener, () => transformer.sendKeyFrameRequest(), heardSound);
  const place = pagePlaceOf(options.id, options.kind);
  // A page's transform may drop frames before they reach the pipe: they came in all the same.
  const counts = (): StreamCounts =>
    options.side === 'send' ? { ...pipe.counts(), seen: place.entered } : pipe.counts();
  pipes.add(options.id, { counts, tally: pipe.tally });
  // Chromium copies a frame's data when it is first asked for; what is only passed on is left alone.
  const sizeOf = (frame: EncodedFrame): number => (mode.action === 'seal' ? frame.data.byteLength : 0);
  const byPage = (frame: EncodedFrame, onward: (frame: EncodedFrame) => void): void => place.pass(frame, onward);
  // Ends when the sender or receiver is stopped or gets another transform; nothing is left to do then.
  void pipeline<EncodedFrame>(
    transformer,
    (frame) => pipe.begin(frame),
    () => pipe.failed(),
    options.side === 'send' ? { before: byPage, sizeOf } : { after: byPage, sizeOf },
  ).catch(() => undefined);
});

function extensionsOf(id: number): Extensions {
  const role = roles.get(id);
  return { ...(role && { role }), ...(name && { name }) };
}

function pagePlaceOf(id: number, kind: 'audio' | 'video'): PagePlace {
  const place = pagePlaces.get(id) ?? new PagePlace(kind);
  pagePlaces.set(id, place);
  return place;
}

/** Has a sender make a key frame. Chromium's transformer cannot, so its guard is asked. */
async function keyFrame(transformer: RTCRtpScriptTransformer, id: number): Promise<void> {
  if ('generateKeyFrame' in transformer) await (transformer as KeyFrameMaker).generateKeyFrame();
  else post({ kind: 'key-frame', id });
}

/** What the guard may say, and what is done then. A port comes only with a page's streams. */
const handlers: { readonly [K in ToWorker['kind']]: (message: ToWorkerOf<K>, port?: MessagePort) => unknown } = {
  mode: (message) => {
    latest = { action: message.mode, exceptions: message.exceptions };
    if (message.mode !== 'seal') heardSound.clear();
  },
  keys: async ({ sets }) => {
    const before = keys.id();
    await keys.take(decodeSlotKeys(sets));
    if (keys.id() !== before) pipes.keyChanged();
  },
  forget: () => {
    keys.clear();
    opener.expire(now());
    heardSound.clear();
  },
  restore: ({ highest, participants }) => opener.restore(highest, participants),
  role: ({ id, role }) => roles.set(id, role),
  ended: ({ ids }) => {
    for (const id of ids) {
      pipes.end(id);
      roles.delete(id);
      pagePlaces.delete(id);
    }
  },
  name: (message) => {
    name = message.name;
  },
  losses: ({ told }) => {
    ownSound.lossy = told;
  },
  'page-streams': ({ id, media }, port) => takePageStreams(pagePlaceOf(id, media), port),
  // Timers of a hidden tab's page come once a second, those of a worker do not.
  ticks: ({ wanted }) => {
    if (wanted === (ticks !== undefined)) return;
    clearInterval(ticks);
    ticks = wanted ? setInterval(() => post({ kind: 'tick' }), TICK_MS) : undefined;
  },
  clock: ({ offset }) => setClockOffset(offset),
  'test-voice': ({ packets }) => {
    if (__TEST_BUILD__) startTestVoice((packet) => players.put(packet), packets);
  },
  count: ({ nonce }) => {
    keys.expire(now());
    sealer.expire(now());
    opener.expire(now());
    players.expire();
    const counts = pipes.counts(now());
    ownSound.wanted = mixing.judge(counts.streams) && latest.action === 'seal' && !latest.exceptions.sound;
    post({
      kind: 'counts',
      nonce,
      ...counts,
      ownSound: ownSound.state(performance.now()),
      heardInPictures: heardSound.lately(performance.now()),
      keyId: keys.id(),
      newestSlot: keys.newestSlot(),
      highest: opener.highest(),
      participants: sealer.participants(),
    });
  },
};

addEventListener('message', ({ data, ports: [port] }) => {
  const message = JSON.parse(data as string) as ToWorker;
  void (handlers[message.kind] as (message: ToWorker, port?: MessagePort) => unknown)(message, port);
});

/** The page's hook sends one pair of streams by this port, which is of no use to it afterwards. */
function takePageStreams(place: PagePlace, port: MessagePort | undefined): void {
  port?.addEventListener(
    'message',
    ({ data }) => {
      port.close();
      const streams = pageStreams(data);
      if (streams) place.divert(streams);
    },
    { once: true },
  );
  port?.start();
}

post({ kind: 'ready' });
