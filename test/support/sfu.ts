/**
 * A small SFU in Node, one room: forwards every publisher's RTP packets to all others, and keeps what passes as the
 * server of a conference could. Its operator may be malicious: see `tamper` and `replay`.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { VideoCodec } from './sfu-codecs.ts';
import { CLOCK_RATE, type Delivery, HeldPackets, type MediaPacket, type Tamper } from './sfu-packets.ts';
import { Participant } from './sfu-participant.ts';
import { parseFromPage } from './sfu-protocol.ts';

export interface SfuOptions {
  readonly codec?: VideoCodec;
  /** Take WebSockets from this web server; without it, an own port on loopback. */
  readonly server?: Server;
  /** Packets kept per publisher and kind. */
  readonly limit?: number;
}

export class Sfu {
  /** Makes the operator malicious; takes effect with the next packet. */
  tamper: Tamper | undefined;
  readonly held: HeldPackets;
  readonly #codec: VideoCodec;
  readonly #sockets: WebSocketServer;
  readonly #participants = new Map<string, Participant>();
  /** Requester, then publisher. */
  readonly #pictureLosses = new Map<string, Map<string, number>>();
  #replays = 0;

  private constructor({ codec = 'vp8', server, limit = 20_000 }: SfuOptions) {
    this.#codec = codec;
    this.held = new HeldPackets(limit);
    this.#sockets = server ? new WebSocketServer({ server }) : new WebSocketServer({ host: '127.0.0.1', port: 0 });
    this.#sockets.on('connection', (socket) => this.#welcome(socket));
  }

  static async start(options: SfuOptions = {}): Promise<Sfu> {
    const sfu = new Sfu(options);
    if (!options.server) {
      await new Promise((resolve, reject) => sfu.#sockets.once('listening', resolve).once('error', reject));
    }
    return sfu;
  }

  /** Port of the signalling WebSocket. */
  get port(): number {
    return (this.#sockets.address() as AddressInfo).port;
  }

  get names(): string[] {
    return Array.from(this.#participants.keys());
  }

  /** How often `requester` asked for a key frame, of one publisher or of all. */
  pictureLosses(requester: string, publisher?: string): number {
    const counts = this.#pictureLosses.get(requester) ?? new Map<string, number>();
    if (publisher !== undefined) return counts.get(publisher) ?? 0;
    return Array.from(counts.values()).reduce((sum, count) => sum + count, 0);
  }

  /** Has a publisher's camera make a key frame, as for somebody who asks for one. */
  async requestKeyFrame(publisher: string): Promise<void> {
    await this.#participants.get(publisher)?.requestKeyFrame();
  }

  /** Sends packets as they are. */
  deliver(deliveries: readonly Delivery[]): void {
    for (const { packet, to, as } of deliveries) this.#participants.get(to)?.send(packet, as);
  }

  /**
   * Sends held packets of one stream once more, in their old rhythm, in the tile `as` of `to`, with sequence numbers and
   * timestamps that go on from what was sent there last. Live packets for that tile must be kept away by `tamper`.
   *
   * @returns once the last packet is sent
   */
  async replay(packets: readonly MediaPacket[], to: string, as: string): Promise<void> {
    const stream = -1 - this.#replays++;
    const start = performance.now();
    for (const packet of packets) {
      const ticks = (packet.timestamp - (packets[0]?.timestamp ?? 0)) >>> 0;
      const wait = start + (ticks * 1_000) / CLOCK_RATE[packet.kind] - performance.now();
      if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
      this.deliver([{ packet: { ...packet, stream }, to, as }]);
    }
  }

  async stop(): Promise<void> {
    for (const participant of this.#participants.values()) await participant.close();
    for (const socket of this.#sockets.clients) socket.terminate();
    await new Promise((resolve) => this.#sockets.close(resolve));
  }

  #welcome(socket: WebSocket): void {
    let participant: Participant | undefined;
    const act = async (text: string): Promise<void> => {
      const message = parseFromPage(text);
      if (message.type === 'join' && !participant) {
        participant = this.#participant(message.name, socket);
        await participant.join(message.sdp);
        await this.#introduce(participant);
      } else if (message.type === 'candidate') await participant?.candidate(message.candidate);
      else if (message.type === 'answer') participant?.answer(message.sdp);
    };
    socket.on('message', (data: Buffer) => {
      act(data.toString()).catch((error: unknown) => {
        socket.send(JSON.stringify({ type: 'error', message: String(error) }));
        socket.close();
      });
    });
    socket.on('close', () => {
      if (participant) this.#leave(participant);
    });
  }

  #participant(name: string, socket: WebSocket): Participant {
    // The same person again, after a reload whose old socket is still open.
    const old = this.#participants.get(name);
    if (old) this.#leave(old);
    const participant = new Participant(name, socket, this.#codec, {
      packet: (packet) => this.#forward(packet),
      pictureLoss: (publisher) => this.#pictureLoss(name, publisher),
    });
    return participant;
  }

  /** Both ways: the newcomer gets everybody's streams, everybody gets the newcomer's. */
  async #introduce(newcomer: Participant): Promise<void> {
    const others = Array.from(this.#participants.values());
    this.#participants.set(newcomer.name, newcomer);
    const names = others.map(({ name }) => name);
    await Promise.all([
      newcomer.receiveFrom(names).then(() => Promise.all(others.map((other) => other.requestKeyFrame()))),
      ...others.map((other) => other.receiveFrom([newcomer.name]).then(() => newcomer.requestKeyFrame())),
    ]);
  }

  #leave(participant: Participant): void {
    if (this.#participants.get(participant.name) !== participant) return;
    this.#participants.delete(participant.name);
    void participant.close();
    for (const other of this.#participants.values()) other.forget(participant.name);
  }

  #forward(packet: MediaPacket): void {
    this.held.add(packet);
    const honest = Array.from(this.#participants.keys())
      .filter((to) => to !== packet.publisher)
      .map((to) => ({ packet, to, as: packet.publisher }));
    this.deliver(this.tamper ? this.tamper(packet, honest) : honest);
  }

  #pictureLoss(requester: string, publisher: string): void {
    const counts = this.#pictureLosses.get(requester) ?? new Map<string, number>();
    this.#pictureLosses.set(requester, counts.set(publisher, (counts.get(publisher) ?? 0) + 1));
    void this.requestKeyFrame(publisher);
  }
}
