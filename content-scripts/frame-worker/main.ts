/**
 * The frame worker: seals what the senders send and opens what the receivers get. It runs in the page's origin, in a
 * document that the page cannot reach, and talks to the guard alone: no fetch, no storage, no BroadcastChannel.
 */
import { decodeBase64 } from '../../src/base64.ts';
import { now, setClockOffset } from '../../src/clock.ts';
import { KeyRing } from '../../src/frame/key-ring.ts';
import { Opener } from '../../src/frame/opener.ts';
import { Sealer } from '../../src/frame/sealer.ts';
import type { FromWorker, Role, ToWorker, TransformOptions } from './protocol.ts';
import { ReceivePipe } from './receive-pipe.ts';
import { SendPipe } from './send-pipe.ts';

const keys = new KeyRing();
const sealer = new Sealer(keys);
const opener = new Opener(keys, sealer);
const mode: { current: 'seal' | 'pass' | 'stop' } = { current: 'stop' };
const pipes = new Map<number, SendPipe | ReceivePipe>();
const roles = new Map<number, Role>();

const post = (message: FromWorker): void => postMessage(JSON.stringify(message));

addEventListener('rtctransform', (event) => {
  const { transformer } = event as RTCTransformEvent;
  const options = transformer.options as TransformOptions;
  const pipe =
    options.side === 'send'
      ? new SendPipe(options, mode, sealer.stream(), () => roles.get(options.id))
      : new ReceivePipe(options, mode, opener, () => transformer.sendKeyFrameRequest());
  pipes.set(options.id, pipe);
  const frames = new TransformStream<RTCEncodedVideoFrame | RTCEncodedAudioFrame>({
    async transform(frame, controller) {
      // A throw would end this stream for good; whatever goes wrong, the frame is not forwarded.
      const forward = await pipe.process(frame).catch(() => pipe.failed());
      if (forward) controller.enqueue(frame);
    },
  });
  // Ends when the sender or receiver is stopped or gets another transform; nothing is left to do then.
  void transformer.readable
    .pipeThrough(frames)
    .pipeTo(transformer.writable)
    .catch(() => undefined);
});

addEventListener('message', ({ data }) => {
  void obey(JSON.parse(data as string) as ToWorker);
});

async function obey(message: ToWorker): Promise<void> {
  switch (message.kind) {
    case 'mode':
      mode.current = message.mode;
      return;
    case 'keys':
      await keys.add(
        message.slots.map(({ slot, secret }) => ({
          generation: message.generation,
          slot,
          secret: decodeBase64(secret),
        })),
      );
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
        newestSlot: keys.newestSlot(),
        highest: opener.highest(),
        participants: sealer.participants(),
      });
  }
}

post({ kind: 'ready' });
