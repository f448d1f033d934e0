import type { Role } from '../../src/frame/plaintext.ts';
import { type Attachment, attach, newAttachment, passPageStreams } from './attachment.ts';
import { putBarrier } from './barrier.ts';
import { KeptTracks } from './kept-tracks.ts';
import { isFirefox } from './realm.ts';
import { silence } from './silence.ts';
import type { WorkerHost } from './worker-host.ts';

/** Every sender and receiver that was handed over, each attached once per worker. */
export class Attachments {
  /** Of senders that may send before it is known whether protection is on. */
  readonly #kept = new KeptTracks();
  readonly #all = new Map<RTCRtpSender | RTCRtpReceiver, Attachment>();
  #nextId = 1;

  get size(): number {
    return this.#all.size;
  }

  [Symbol.iterator](): Iterator<Attachment> {
    return this.#all.values();
  }

  /**
   * Takes note of a transceiver, and attaches it in this very task: to `host`, or to nobody until there is one.
   *
   * @param known whether it is known that protection is on
   */
  add(transceiver: RTCRtpTransceiver, host: WorkerHost | undefined, known = true): void {
    for (const [target, side] of [
      [transceiver.sender, 'send'],
      [transceiver.receiver, 'receive'],
    ] as const) {
      const attachment = this.#all.get(target) ?? newAttachment(transceiver, side, this.#nextId++);
      this.#all.set(target, attachment);
      if (attachment.transform) continue;
      if (host) attach(attachment, host);
      else if (side === 'send') this.#holdBack(attachment, transceiver, known);
    }
  }

  /**
   * Has a sender send nothing until a worker stands. One that is not negotiated cannot, and is handed over again when it is.
   * Without a barrier its track is kept; in Chromium the fail-closed switch does it.
   */
  #holdBack(attachment: Attachment, { sender, mid }: RTCRtpTransceiver, known: boolean): void {
    if (mid === null || !isFirefox) return;
    const isBarred = (): boolean => sender.transform === attachment.barrier;
    // The page's own transform is not to be had again once another takes its place.
    if (!isBarred() && (known || !sender.transform)) attachment.barrier = putBarrier(sender);
    if (!isBarred()) this.#kept.keep(sender);
  }

  /**
   * Has a transceiver send nothing as long as it is not known whether protection is on. A page that another extension keeps
   * from our hooks negotiates meanwhile, and in Chromium its connections may lack the fail-closed switch.
   */
  hold(transceiver: RTCRtpTransceiver): void {
    this.add(transceiver, undefined, false);
    if (!isFirefox && transceiver.mid !== null) this.#kept.keep(transceiver.sender);
  }

  /** Takes note of a sender of a document in which protection was switched off, for `sends` alone. */
  note(transceiver: RTCRtpTransceiver): void {
    const { sender } = transceiver;
    if (!this.#all.has(sender)) this.#all.set(sender, newAttachment(transceiver, 'send', this.#nextId++));
  }

  /** Something else holds back what must not be sent. Resolves once senders have their tracks. */
  giveBack(): Promise<void> {
    return this.#kept.giveBack();
  }

  /** Protection is off: what waited for a worker goes as the page has it. */
  letGo(): void {
    void this.#kept.giveBack();
    for (const attachment of this) {
      const { target, barrier } = attachment;
      if (barrier && target.transform === barrier) target.transform = null;
      attachment.barrier = undefined;
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
    return Array.from(this).some(({ page }) => page === 'inside');
  }

  /** Attaches everything to a new worker. */
  attachAll(host: WorkerHost): void {
    for (const attachment of this) attach(attachment, host);
  }

  /** The tracks of all sound that comes in. */
  receivedSounds(): Set<MediaStreamTrack> {
    const receiving = Array.from(this).filter(({ side, kind }) => side === 'receive' && kind === 'audio');
    return new Set(receiving.map(({ target }) => target.track).filter((track) => track !== null));
  }

  /** Whether camera, microphone or screen go out over a connection that stands. */
  sends(): boolean {
    return Array.from(this).some(
      ({ target, transceiver: { currentDirection } }) =>
        'replaceTrack' in target &&
        target.track !== null &&
        target.transport?.state === 'connected' &&
        (currentDirection === 'sendrecv' || currentDirection === 'sendonly') &&
        encodes(target),
    );
  }

  /** All but those whose transport was closed at the last look: nothing comes or goes there, and nothing is judged. */
  open(): readonly Attachment[] {
    return Array.from(this).filter(({ closed }) => closed === undefined);
  }

  /** Whether each sender and receiver still has the transform we gave it. A page cannot fake this world's getter. */
  intact(): boolean {
    return this.open().every(({ target, transform }) => !transform || target.transform === transform);
  }

  /** Whether a connection stands over which media of that kind, or of any, goes through our transforms. */
  carries(kind?: 'video'): boolean {
    return Array.from(this).some(
      (attachment) =>
        (kind === undefined || attachment.kind === kind) &&
        attachment.transform !== undefined &&
        attachment.target.transport?.state === 'connected',
    );
  }

  /**
   * Forgets senders and receivers that are no more: stopped, or of a closed connection. Asked at each look.
   *
   * While media are bundled the browser closes the transport of each but the first, and only then names the one that they
   * share. Who was forgotten meanwhile would get a new pipe, without the page's transform in it: a transport has to be
   * found closed twice.
   *
   * @returns their ids
   */
  prune(): number[] {
    const ended: number[] = [];
    for (const [target, attachment] of this.#all) {
      const closed = target.transport?.state === 'closed' ? target.transport : undefined;
      const isOver = closed !== undefined && closed === attachment.closed;
      attachment.closed = closed;
      if (!isOver && attachment.transceiver.currentDirection !== 'stopped') continue;
      this.#all.delete(target);
      ended.push(attachment.id);
    }
    return ended;
  }

  /** Tells the worker what each sender's track shows, when it changed. */
  sendRoles(host: WorkerHost): void {
    for (const attachment of this) {
      if (attachment.side !== 'send' || !attachment.target.track) continue;
      const role = roleOf(attachment.target.track);
      if (role === attachment.role) continue;
      attachment.role = role;
      host.send({ kind: 'role', id: attachment.id, role });
    }
  }

  /** Asks a sender for a key frame, where only this thread can: in Chromium. */
  requestKeyFrame(id: number): void {
    const target = Array.from(this).find((attachment) => attachment.id === id)?.target;
    if (!target || !('setParameters' in target)) return;
    const parameters = target.getParameters();
    const encodingOptions = parameters.encodings.map(() => ({ keyFrame: true }));
    // Refused while a call of the page's own is under way, or before negotiation; the worker asks again.
    void target.setParameters(parameters, { encodingOptions }).catch(() => undefined);
  }

  /**
   * Takes camera, microphone and screen away from every sender: the last resort of a broken call.
   *
   * @returns whether there was any to take
   */
  stopSending(): boolean {
    let taken = this.#kept.forget();
    for (const { target } of this) {
      if (!('replaceTrack' in target) || !target.track) continue;
      taken = true;
      silence(target);
    }
    return taken;
  }
}

/**
 * Whether a sender's encodings are on: in Firefox we may have switched them off, and the page may switch them on again. In
 * Chromium a look at them would spoil what the page has got to change.
 */
function encodes(sender: RTCRtpSender): boolean {
  return !isFirefox || sender.getParameters().encodings.some(({ active }) => active !== false);
}

function roleOf(track: MediaStreamTrack): Role {
  const settings = track.getSettings();
  if (track.kind === 'audio') return 'suppressLocalAudioPlayback' in settings ? 'screen-audio' : 'microphone';
  return settings.displaySurface ? 'screen' : 'camera';
}
