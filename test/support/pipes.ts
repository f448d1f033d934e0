/** The frame worker's real pipes in Node, with frames shaped as browsers hand them over. */

import type { EncodedFrame } from '../../content-scripts/frame-worker/frames.ts';
import { HeardSound } from '../../content-scripts/frame-worker/heard-sound.ts';
import { OwnSound } from '../../content-scripts/frame-worker/own-sound.ts';
import { ReceivePipe } from '../../content-scripts/frame-worker/receive-pipe.ts';
import { SendPipe } from '../../content-scripts/frame-worker/send-pipe.ts';
import type { HeardPacket } from '../../content-scripts/frame-worker/sound-player.ts';
import type { StreamCounts } from '../../src/call/counts.ts';
import { type Exceptions, NO_EXCEPTIONS } from '../../src/call/exceptions.ts';
import type { Cover } from '../../src/covers/cover.ts';
import { LAST_PLACE } from '../../src/covers/h265-frames.ts';
import type { Extensions } from '../../src/frame/plaintext.ts';
import type { Mode } from '../../src/protocol/worker.ts';
import { Member } from './frame-member.ts';
import { passes } from './passes.ts';

export interface FrameShape {
  readonly mimeType: string;
  /** Of video only. */
  readonly isKey?: boolean;
  readonly rtpTimestamp?: number;
  /** What else the browser says of the frame, or says otherwise. */
  readonly metadata?: RTCEncodedVideoFrameMetadata;
}

/** One worker: its own keys, sealer and opener. */
export class NodeWorker {
  /** What the user lets through unsealed. */
  exceptions: Exceptions = NO_EXCEPTIONS;
  /** What waits for its pictures, and what came in those of others. */
  readonly ownSound = new OwnSound();
  readonly heard: HeardPacket[] = [];
  readonly #heardSound = new HeardSound(
    (packet) => this.heard.push(packet),
    () => undefined,
  );
  readonly #mode: Mode;
  readonly #member: Member;
  #pipes = 0;

  /** @param draw gives participant ids, 48 bits, where a test needs the same bytes in every run */
  constructor(draw?: () => bigint) {
    this.#member = new Member(draw);
    const exceptions = (): Exceptions => this.exceptions;
    this.#mode = {
      action: 'seal',
      get exceptions() {
        return exceptions();
      },
    };
  }

  async keys(): Promise<this> {
    await this.#member.keys(Date.now());
    return this;
  }

  sender(kind: 'audio' | 'video', extensions: Extensions = {}): NodePipe {
    const options = { id: this.#pipes++, side: 'send', kind } as const;
    const stream = this.#member.sealer.stream();
    return new NodePipe(
      new SendPipe(
        options,
        this.#mode,
        stream,
        () => extensions,
        async () => undefined,
        this.ownSound,
      ),
    );
  }

  receiver(kind: 'audio' | 'video'): NodePipe {
    const options = { id: this.#pipes++, side: 'receive', kind } as const;
    return new NodePipe(
      new ReceivePipe(options, this.#mode, this.#member.opener, async () => undefined, this.#heardSound),
    );
  }
}

export class NodePipe {
  readonly #pipe: SendPipe | ReceivePipe;

  constructor(pipe: SendPipe | ReceivePipe) {
    this.#pipe = pipe;
  }

  /** @returns what comes out for the packetizer or the decoder; undefined when nothing does */
  async put(
    bytes: Uint8Array,
    { mimeType, isKey, rtpTimestamp = 0, metadata }: FrameShape,
  ): Promise<Uint8Array | undefined> {
    const frame = {
      data: Uint8Array.from(bytes).buffer,
      ...(isKey !== undefined && { type: isKey ? 'key' : 'delta' }),
      getMetadata: () => ({ mimeType, rtpTimestamp, synchronizationSource: 1, width: 64, height: 64, ...metadata }),
    };
    return (await passes(this.#pipe.begin(frame as unknown as EncodedFrame))) ? new Uint8Array(frame.data) : undefined;
  }

  counts(): StreamCounts {
    return this.#pipe.counts();
  }
}

/** Whether `given` is what a decoder gets in place of `received`. H.265's delta cards are numbered, and begin again. */
export function isCard(
  cover: Cover | undefined,
  given: Uint8Array,
  received: Uint8Array,
  lastKey?: Uint8Array,
): boolean {
  if (!cover) return false;
  const isSame = (isKey: boolean): boolean => Buffer.compare(cover.card(isKey, received, lastKey), given) === 0;
  if (isSame(true)) return true;
  const numbers = cover.id === 'h265' ? LAST_PLACE : 1;
  for (let i = 0; i < numbers; i++) if (isSame(false)) return true;
  return false;
}
