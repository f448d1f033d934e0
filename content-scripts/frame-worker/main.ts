/**
 * The frame worker: seals what the senders send and opens what the receivers get. It runs in the page's origin, in a
 * document that the page cannot reach, and talks to the guard alone: no fetch, no storage, no BroadcastChannel.
 */
import { now, setClockOffset } from '../../src/clock.ts';
import { KeyRing } from '../../src/frame/key-ring.ts';
import { Opener } from '../../src/frame/opener.ts';
import { Sealer } from '../../src/frame/sealer.ts';
import type { EncodedFrame } from './frames.ts';
import { pipeline } from './pipeline.ts';
import type { FromWorker, Mode, Role, ToWorker, TransformOptions } from './protocol.ts';
import { ReceivePipe } from './receive-pipe.ts';
import { SendPipe } from './send-pipe.ts';
import { decodeSlotKeys } from './slot-keys.ts';

/** Not in TypeScript's library. */
type KeyFrameMaker = RTCRtpScriptTransformer & { generateKeyFrame(): Promise<unknown> };

const keys = new KeyRing();
const sealer = new Sealer(keys);
const opener = new Opener(keys, sealer);
const mode: { current: Mode['current'] } = { current: 'stop' };
const pipes = new Map<number, SendPipe | ReceivePipe>();
const roles = new Map<number, Role>();

const post = (message: FromWorker): void => postMessage(JSON.stringify(message));

addEventListener('rtctransform', (event) => {
  const { transformer } = event as RTCTransformEvent;
  const options = transformer.options as TransformOptions;
  const pipe =
    options.side === 'send'
      ? new SendPipe(
          options,
          mode,
          sealer.stream(),
          () => roles.get(options.id),
          () => keyFrame(transformer, options.id),
        )
      : new ReceivePipe(options, mode, opener, () => transformer.sendKeyFrameRequest());
  pipes.set(options.id, pipe);
  const frames = pipeline<EncodedFrame>(
    (frame) => pipe.begin(frame),
    () => pipe.failed(),
  );
  // Ends when the sender or receiver is stopped or gets another transform; nothing is left to do then.
  void transformer.readable
    .pipeThrough(frames)
    .pipeTo(transformer.writable)
    .catch(() => undefined);
});

/** Has a sender make a key frame. Chromium's transformer cannot, so its guard is asked. */
async function keyFrame(transformer: RTCRtpScriptTransformer, id: number): Promise<void> {
  if ('generateKeyFrame' in transformer) await (transformer as KeyFrameMaker).generateKeyFrame();
  else post({ kind: 'key-frame', id });
}

addEventListener('message', ({ data }) => {
  void obey(JSON.parse(data as string) as ToWorker);
});

async function obey(message: ToWorker): Promise<void> {
  switch (message.kind) {
    case 'mode':
      mode.current = message.mode;
      return;
    case 'keys':
      await keys.take(decodeSlotKeys(message.sets));
      return;
    case 'forget':
      keys.clear();
      return;
    case 'restore':
      opener.restore(message.highest, message.participants);
      return;
    case 'role':
      roles.set(message.id, message.role);
      return;
    case 'clock':
      setClockOffset(message.offset);
      return;
    case 'count':
      keys.expire(now());
      post({
        kind: 'counts',
        nonce: message.nonce,
        streams: Array.from(pipes.values(), (pipe) => pipe.counts()),
        keyId: keys.id(),
        newestSlot: keys.newestSlot(),
        highest: opener.highest(),
        participants: sealer.participants(),
      });
  }
}

post({ kind: 'ready' });
