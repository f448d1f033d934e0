import { BypassWatch } from '../../src/call/bypass.ts';
import type { StreamCounts } from '../../src/call/counts.ts';
import type { Exceptions } from '../../src/call/exceptions.ts';
import { SpliceWatch } from '../../src/call/splice.ts';
import type { Role } from '../../src/frame/plaintext.ts';
import type { TransformOptions } from '../../src/protocol/worker.ts';
import { type Badge, type BadgeState, badgeState } from './badge-state.ts';
import { KeptTracks } from './kept-tracks.ts';
import type { Realm } from './realm.ts';
import { picturesOf, type Sent, sentOf } from './sent.ts';
import type { Tile } from './tiles.ts';
import type { WorkerHost } from './worker-host.ts';

interface Attachment extends TransformOptions {
  /** What the transform is on. */
  readonly target: RTCRtpSender | RTCRtpReceiver;
  transform: RTCRtpScriptTransform | undefined;
  /** Whether the page runs its own transform inside ours: its port until a worker has it. */
  page: { readonly port: MessagePort } | 'inside' | undefined;
  readonly transceiver: RTCRtpTransceiver;
  watch: BypassWatch;
  role: Role | undefined;
  /** Of a received picture: its counts when it was last judged, and what came of it. */
  judged: { readonly counts: StreamCounts; readonly state: BadgeState | undefined } | undefined;
}

/** Every sender and receiver that was handed over, each attached once per worker. */
export class Attachments {
  /** Of senders that may have been sending when they came here, until a worker stands. */
  readonly kept = new KeptTracks();
  readonly #all = new Map<RTCRtpSender | RTCRtpReceiver, Attachment>();
  /** By picture and sound of each tile that was drawn at the last look. */
  #splices = new Map<string, SpliceWatch>();
  #spliced: ReadonlySet<MediaStreamTrack> = new Set();
  #nextId = 1;

  get size(): number {
    return this.#all.size;
  }

  /**
   * Takes note of a transceiver, and attaches what is new to `host` in this very task.
   *
   * @param running whether it was there before protection came on: without a host its track is kept until there is one
   */
  add(transceiver: RTCRtpTransceiver, host: WorkerHost | undefined, running: boolean): void {
    const kind = transceiver.receiver.track.kind === 'audio' ? 'audio' : 'video';
    for (const [target, side] of [
      [transceiver.sender, 'send'],
      [transceiver.receiver, 'receive'],
    ] as const) {
      let attachment = this.#all.get(target);
      if (!attachment) {
        const id = this.#nextId++;
        attachment = {
          id,
          side,
          kind,
          target,
          transform: undefined,
          page: undefined,
          transceiver,
          watch: new BypassWatch(),
          role: undefined,
          judged: undefined,
        };
        this.#all.set(target, attachment);
        if (host) attach(attachment, host);
        else if (running || isSending(transceiver)) this.kept.keep(target);
      }
    }
  }

  /**
   * Lets the page's own transform run inside ours, at most once for each sender and receiver that was handed over.
   *
   * @param port brings the page's streams, to be read by the worker alone
   */
  addPageStreams(
    { sender, receiver }: RTCRtpTransceiver,
    side: 'send' | 'receive',
    port: MessagePort,
    host: WorkerHost | undefined,
  ): void {
    const attachment = this.#all.get(side === 'send' ? sender : receiver);
    if (!attachment || attachment.page) return;
    attachment.page = { port };
    if (host) passPageStreams(attachment, host);
  }

  /** Whether streams of the page went to a worker: they cannot be had again for another one. */
  hasPageStreams(): boolean {
    return Array.from(this.#all.values()).some(({ page }) => page === 'inside');
  }

  /** Attaches everything to a new worker. A second transform takes the place of the first in both browsers. */
  attachAll(host: WorkerHost): void {
    for (const attachment of this.#all.values()) attach(attachment, host);
  }

  /** Whether each sender and receiver still has the transform we gave it. A page cannot fake this world's getter. */
  intact(): boolean {
    return Array.from(this.#all.values()).every(
      ({ target, transform }) => !transform || target.transform === transform,
    );
  }

  /** Whether a connection stands over which media of that kind, or of any, goes through our transforms. */
  carries(kind?: 'video'): boolean {
    return Array.from(this.#all.values()).some(
      (attachment) =>
        (kind === undefined || attachment.kind === kind) &&
        attachment.transform !== undefined &&
        attachment.target.transport?.state === 'connected',
    );
  }

  /** Forgets senders and receivers that are no more: stopped, or of a closed connection. @returns their ids */
  prune(): number[] {
    const ended: number[] = [];
    for (const [target, { id, transceiver }] of this.#all) {
      if (target.transport?.state !== 'closed' && transceiver.currentDirection !== 'stopped') continue;
      this.#all.delete(target);
      ended.push(id);
    }
    return ended;
  }

  /** What the browser counted for each sender. Read before the worker's counts, see BypassWatch. */
  async readSenders(realm: Realm): Promise<Map<number, Sent>> {
    const senders = Array.from(this.#all.values()).filter(({ side }) => side === 'send');
    const read = await Promise.all(
      senders.map(async ({ id, target }) => [id, sentOf(realm, await target.getStats())] as const),
    );
    return new Map(read);
  }

  /** A figure that grows with whatever comes out of the worker: bytes that are sent, pictures that are decoded. */
  async moved(realm: Realm): Promise<number> {
    const figures = await Promise.all(
      Array.from(this.#all.values(), async ({ side, target }) => {
        const report = await target.getStats();
        return side === 'send' ? sentOf(realm, report).payloadBytes : picturesOf(realm, report);
      }),
    );
    return figures.reduce((total, figure) => total + figure, 0);
  }

  /** @returns whether a sender's figures show media that went out beside the worker */
  leaks(read: Map<number, Sent>, streams: readonly StreamCounts[], { sound }: Exceptions): boolean {
    const counted = new Map(streams.map((stream) => [stream.id, stream]));
    let leak = false;
    for (const { id, kind, watch } of this.#all.values()) {
      if (kind === 'audio' && sound) continue;
      const figures = read.get(id);
      if (!figures) continue;
      const { seen = 0, done = 0 } = counted.get(id) ?? {};
      if (watch.add({ kind, ...figures, seen, sealed: done })) leak = true;
    }
    return leak;
  }

  /** Starts the comparison anew: after a time in which frames were let through in clear, or with a new worker. */
  restartWatches(): void {
    for (const attachment of this.#all.values()) attachment.watch = new BypassWatch();
  }

  /** Tells the worker what each sender's track shows, when it changed. */
  sendRoles(host: WorkerHost): void {
    for (const attachment of this.#all.values()) {
      if (attachment.side !== 'send' || !attachment.target.track) continue;
      const role = roleOf(attachment.target.track);
      if (role === attachment.role) continue;
      attachment.role = role;
      host.send({ kind: 'role', id: attachment.id, role });
    }
  }

  /** Asks a sender for a key frame, where only this thread can: in Chromium. */
  requestKeyFrame(id: number): void {
    const target = Array.from(this.#all.values()).find((attachment) => attachment.id === id)?.target;
    if (!target || !('setParameters' in target)) return;
    const parameters = target.getParameters();
    const encodingOptions = parameters.encodings.map(() => ({ keyFrame: true }));
    // Refused while a call of the page's own is under way, or before negotiation; the worker asks again.
    void target.setParameters(parameters, { encodingOptions }).catch(() => undefined);
  }

  /** Looks once a second at what the page draws, and whose it is. */
  lookAt(tiles: readonly Tile[], streams: readonly StreamCounts[]): void {
    const counted = new Map(streams.map((stream) => [stream.id, stream]));
    const receivers = new Map<MediaStreamTrack, Attachment>();
    for (const attachment of this.#all.values()) {
      if (attachment.side === 'receive' && attachment.target.track) receivers.set(attachment.target.track, attachment);
    }
    const watches = new Map<string, SpliceWatch>();
    const spliced = new Set<MediaStreamTrack>();
    for (const { picture, sound } of tiles) {
      const ids = [receivers.get(picture)?.id, receivers.get(sound)?.id] as const;
      const [seen, heard] = ids.map((id) => (id === undefined ? undefined : counted.get(id)));
      if (!seen || !heard) continue;
      const name = ids.join(' ');
      const watch = this.#splices.get(name) ?? new SpliceWatch();
      watches.set(name, watch);
      if (watch.look(seen.members, heard.members)) spliced.add(picture);
    }
    this.#splices = watches;
    this.#spliced = spliced;
  }

  /** Whether the page draws a picture with another member's sound. */
  get isSpliced(): boolean {
    return this.#spliced.size > 0;
  }

  /** What is to be said of each received picture, by its track. Ids of tracks are the server's choice, and may repeat. */
  badges(streams: readonly StreamCounts[]): Map<MediaStreamTrack, Badge> {
    const counted = new Map(streams.map((stream) => [stream.id, stream]));
    const badges = new Map<MediaStreamTrack, Badge>();
    for (const attachment of this.#all.values()) {
      const counts = counted.get(attachment.id);
      const { side, kind, target, judged } = attachment;
      if (side !== 'receive' || kind !== 'video' || !counts || !target.track) continue;
      const state = badgeState(judged?.counts, counts) ?? judged?.state;
      attachment.judged = { counts, state };
      if (!state) continue;
      const isSpliced = state === 'sealed' && this.#spliced.has(target.track);
      const { name, role } = counts;
      badges.set(target.track, { state: isSpliced ? 'spliced' : state, name, isScreen: role === 'screen' });
    }
    return badges;
  }

  /**
   * Takes camera, microphone and screen away from every sender: the last resort of a broken call.
   *
   * @returns whether there was any to take
   */
  stopSending(): boolean {
    let taken = this.kept.forget();
    for (const { target } of this.#all.values()) {
      if (!('replaceTrack' in target) || !target.track) continue;
      taken = true;
      void target.replaceTrack(null).catch(() => undefined); // closed meanwhile
    }
    return taken;
  }
}

function passPageStreams(attachment: Attachment, host: WorkerHost): void {
  if (typeof attachment.page !== 'object') return;
  host.sendPageStreams(attachment.id, attachment.kind, attachment.page.port);
  attachment.page = 'inside';
}

function attach(attachment: Attachment, host: WorkerHost): void {
  const { id, side, kind, target } = attachment;
  // Before the transform, so that no frame goes past the page's.
  passPageStreams(attachment, host);
  const transform = host.transform({ id, side, kind });
  target.transform = transform;
  attachment.transform = transform;
  attachment.watch = new BypassWatch();
  attachment.role = undefined;
  attachment.judged = undefined;
}

/** Whether media may leave by a transceiver without another step of negotiation. */
function isSending({ currentDirection }: RTCRtpTransceiver): boolean {
  return currentDirection === 'sendrecv' || currentDirection === 'sendonly';
}

function roleOf(track: MediaStreamTrack): Role {
  const settings = track.getSettings();
  if (track.kind === 'audio') return 'suppressLocalAudioPlayback' in settings ? 'screen-audio' : 'microphone';
  return settings.displaySurface ? 'screen' : 'camera';
}
