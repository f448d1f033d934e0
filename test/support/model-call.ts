/**
 * A call without browsers: people with the worker's real pipes and the guard's real judgement, and a server between them.
 * Time is the system's, so tests move it.
 */
import type { EncodedFrame } from '../../content-scripts/frame-worker/frames.ts';
import { HeardSound } from '../../content-scripts/frame-worker/heard-sound.ts';
import { LivePipes } from '../../content-scripts/frame-worker/live-pipes.ts';
import { OwnSound } from '../../content-scripts/frame-worker/own-sound.ts';
import { ReceivePipe } from '../../content-scripts/frame-worker/receive-pipe.ts';
import { SendPipe } from '../../content-scripts/frame-worker/send-pipe.ts';
import { Attachments } from '../../content-scripts/guard/attachments.ts';
import { DrawnStreams } from '../../content-scripts/guard/drawn-streams.ts';
import type { Tile } from '../../content-scripts/guard/tiles.ts';
import type { Bytes } from '../../src/bytes.ts';
import { type StreamKind, totalsOf } from '../../src/call/counts.ts';
import { NO_EXCEPTIONS } from '../../src/call/exceptions.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import type { Mode } from '../../src/protocol/worker.ts';
import { CALL_SECRET, Member } from './frame-member.ts';
import { passes } from './passes.ts';
import { QUIET_VIEW } from './quiet-view.ts';

export interface ModelFrame {
  readonly bytes: Bytes;
  readonly kind: StreamKind;
  readonly timestamp: number;
  readonly isKey: boolean;
}

/** One m-line of somebody's connection. */
export interface Line {
  readonly kind: StreamKind;
  readonly track: MediaStreamTrack;
  readonly send: SendPipe;
  readonly receive: ReceivePipe;
  close(): void;
}

const MODE: Mode = { action: 'seal', exceptions: NO_EXCEPTIONS };
const MIME = { audio: 'audio/opus', video: 'video/VP8' } as const;

export class Person {
  readonly attachments = new Attachments();
  readonly #drawn = new DrawnStreams();
  readonly member = new Member();
  secret: Bytes | undefined;
  former: Bytes | undefined;
  /** What the page shows. */
  tiles: readonly Tile[] = [];
  /** What it sends now. */
  readonly sending = new Map<StreamKind, Line>();
  readonly #pipes = new LivePipes();
  readonly #ownSound = new OwnSound();
  readonly #heardSound = new HeardSound(
    () => undefined,
    () => undefined,
  );
  #generation: 0 | 1 = 0;
  #lines = 0;
  #frames = 0;
  #memberId = '';

  /** Gives or changes the key, as the background does. */
  async key(secret: Bytes = CALL_SECRET): Promise<void> {
    if (this.secret && this.secret !== secret) {
      this.former = this.secret;
      this.#generation = this.#generation === 0 ? 1 : 0;
    }
    this.secret = secret;
    await this.member.keys(Date.now(), secret, this.#generation);
  }

  addLine(kind: StreamKind): Line {
    const transport = { state: 'connected' };
    const track = { kind } as unknown as MediaStreamTrack;
    const transceiver = { sender: { transport }, receiver: { track, transport }, currentDirection: 'sendrecv' };
    this.attachments.add(transceiver as unknown as RTCRtpTransceiver, undefined);
    const ids = { send: ++this.#lines, receive: ++this.#lines };
    const role = kind === 'audio' ? 'microphone' : 'camera';
    const send = new SendPipe(
      { id: ids.send, side: 'send', kind },
      MODE,
      this.member.sealer.stream(),
      () => ({ role }),
      async () => undefined,
      this.#ownSound,
    );
    const receive = new ReceivePipe(
      { id: ids.receive, side: 'receive', kind },
      MODE,
      this.member.opener,
      async () => undefined,
      this.#heardSound,
    );
    this.#pipes.add(ids.send, send);
    this.#pipes.add(ids.receive, receive);
    const close = (): void => {
      transport.state = 'closed';
    };
    return { kind, track, send, receive, close };
  }

  /** The next frame of what it sends, as it leaves the browser; undefined when none does. */
  async speak(kind: StreamKind): Promise<ModelFrame | undefined> {
    const line = this.sending.get(kind);
    if (!line) return undefined;
    const number = this.#frames++;
    const frame = frameOf({
      bytes: Uint8Array.from({ length: 60 }, (_, i) => (i === 0 ? 0x78 : number + i)),
      kind,
      timestamp: (Date.now() * (kind === 'audio' ? 48 : 90)) >>> 0,
      isKey: number % 4 < 2,
    });
    if (!(await passes(line.send.begin(frame.encoded)))) return undefined;
    return { ...frame.given, bytes: new Uint8Array(frame.encoded.data) };
  }

  async hear(line: Line, given: ModelFrame): Promise<void> {
    await passes(line.receive.begin(frameOf(given).encoded));
  }

  /** What all its streams have in common. Known once it has sent something. */
  get id(): string {
    this.#memberId ||= this.member.sealer.participants()[0] ?? '';
    return this.#memberId;
  }

  /** The guard's look, once a second, and what the popup is told. */
  look(): TabView {
    for (const id of this.attachments.prune()) this.#pipes.end(id);
    this.member.ring.expire(Date.now());
    this.member.opener.expire(Date.now());
    this.member.sealer.expire(Date.now());
    const counts = this.#pipes.counts(Date.now());
    this.#drawn.lookAt(this.attachments, this.tiles, counts.streams);
    return {
      ...QUIET_VIEW,
      ...counts,
      ...{ on: true, hasKey: this.secret !== undefined, spliced: this.#drawn.isSpliced },
      totals: totalsOf(counts),
      clockDrift: counts.streams.some(({ slotDrift }) => slotDrift !== 0),
    };
  }
}

function frameOf(given: ModelFrame): { readonly encoded: EncodedFrame; readonly given: ModelFrame } {
  const { bytes, kind, timestamp, isKey } = given;
  const encoded = {
    data: bytes.slice().buffer,
    ...(kind === 'video' && { type: isKey ? 'key' : 'delta' }),
    getMetadata: () => ({
      mimeType: MIME[kind],
      rtpTimestamp: timestamp,
      synchronizationSource: 1,
      ...(kind === 'video' && { width: 64, height: 64 }),
    }),
  };
  return { encoded: encoded as unknown as EncodedFrame, given };
}
