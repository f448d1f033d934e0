import type { EncodedFrame } from '../../content-scripts/frame-worker/frames.ts';
import { HeardSound } from '../../content-scripts/frame-worker/heard-sound.ts';
import { OwnSound } from '../../content-scripts/frame-worker/own-sound.ts';
import { PagePlace } from '../../content-scripts/frame-worker/page-transform.ts';
import { type Place, pipeline } from '../../content-scripts/frame-worker/pipeline.ts';
import { ReceivePipe } from '../../content-scripts/frame-worker/receive-pipe.ts';
import { SendPipe } from '../../content-scripts/frame-worker/send-pipe.ts';
import { NO_EXCEPTIONS } from '../../src/call/exceptions.ts';
import { Member } from '../../test/support/frame-member.ts';
import type { SyntheticFrame } from './frames.ts';
import { sizeOf } from './frames.ts';
import { type Contestant, callLane, type Lane, StreamLane } from './lane.ts';

type Pipe = SendPipe | ReceivePipe;
type MakeLane<L extends Lane> = (pipe: Pipe) => L;
/** Who sends and who receives; each is one frame worker. */
export type Pair = readonly [Member, Member];

const MODE = { action: 'seal', exceptions: NO_EXCEPTIONS } as const;
const nothing = async (): Promise<void> => undefined;
const ignore = (): void => undefined;

/** Their keys last for five minutes at least. */
export function members(): Promise<Pair> {
  return Promise.all([new Member().keys(Date.now()), new Member().keys(Date.now())]);
}

/** Pipes of one more stream between two members, made as the frame worker makes them. */
export function callseal<L extends Lane>([from, to]: Pair, kind: 'audio' | 'video', make: MakeLane<L>): Contestant<L> {
  const extensions = { role: kind === 'video' ? 'camera' : 'microphone', name: 'Ada' } as const;
  const send = new SendPipe(
    { id: 1, side: 'send', kind },
    MODE,
    from.sealer.stream(),
    () => extensions,
    nothing,
    new OwnSound(),
  );
  const receive = new ReceivePipe(
    { id: 2, side: 'receive', kind },
    MODE,
    to.opener,
    nothing,
    new HeardSound(ignore, ignore),
  );
  return { encrypt: make(send), decrypt: make(receive) };
}

export const streams: MakeLane<StreamLane> = (pipe) =>
  new StreamLane((pair) => {
    const page = new PagePlace('video');
    const byPage: Place<SyntheticFrame> = (frame, onward) => page.pass(encoded(frame), () => onward(frame));
    void pipeline(
      pair,
      (frame) => pipe.begin(encoded(frame)),
      () => pipe.failed(),
      pipe instanceof SendPipe ? { before: byPage, sizeOf } : { after: byPage, sizeOf },
    );
  });

export const calls: MakeLane<Lane> = (pipe) =>
  callLane(async (frame) => {
    const begun = pipe.begin(encoded(frame));
    if (typeof begun === 'function' || !begun.finish(await begun.ready))
      throw new Error(`not forwarded: ${JSON.stringify(pipe.counts().failures)}`);
  });

/** Pipes read no more of a frame than a synthetic one has. */
function encoded(frame: SyntheticFrame): EncodedFrame {
  return frame as unknown as EncodedFrame;
}
