/**
 * A media server for services whose receivers have a fixed number of slots, between which it switches speakers. A page
 * offers all its sections at once; each that receives is a slot.
 */
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { VideoCodec } from '../../../support/sfu-codecs.ts';
import type { MediaKind } from '../../../support/sfu-packets.ts';
import { parseFromPage } from '../../../support/sfu-protocol.ts';
import { isPadding, type SlotPacket } from './packets.ts';
import { Participant } from './participant.ts';
import type { Slot } from './slot.ts';

/** How a service's server wraps the messages of its signalling; by default they are JSON. */
export interface Framing {
  /** @returns undefined for a message that is none of signalling */
  read(text: string): string | undefined;
  write(message: object): string;
}

const PLAIN: Framing = { read: (text) => text, write: (message) => JSON.stringify(message) };

export class SlotServer {
  /** Every packet that came in, by publisher, in order. */
  readonly held = new Map<string, SlotPacket[]>();
  /** The codec that each publisher is told to send, if not the first that the server takes. */
  readonly codecs = new Map<string, VideoCodec>();
  readonly #takes: readonly VideoCodec[];
  readonly #framing: Framing;
  readonly #sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  readonly #participants = new Map<string, Participant>();

  private constructor(takes: readonly VideoCodec[], framing: Framing) {
    this.#takes = takes;
    this.#framing = framing;
  }

  /** @param takes codecs of pictures that it negotiates */
  static async start(takes: readonly VideoCodec[], framing = PLAIN): Promise<SlotServer> {
    const server = new SlotServer(takes, framing);
    await new Promise((resolve, reject) => server.#sockets.once('listening', resolve).once('error', reject));
    server.#sockets.on('connection', (socket) => server.#welcome(socket));
    return server;
  }

  get port(): number {
    return (this.#sockets.address() as AddressInfo).port;
  }

  /** @throws when nobody of that name is there, or there is no such slot */
  slot(of: string, kind: MediaKind, index: number): Slot {
    const slot = this.#participants.get(of)?.slots.filter((candidate) => candidate.kind === kind)[index];
    if (!slot) throw new Error(`${of} has no ${kind} slot ${index}`);
    return slot;
  }

  /** The offer of a participant as it came here. */
  offerOf(name: string): string {
    return this.#participants.get(name)?.offer ?? '';
  }

  /** Has a slot carry another publisher, or another of its layers, from a key frame on that is asked for. */
  place(of: string, kind: MediaKind, index: number, publisher: string | undefined, rid?: string): void {
    this.slot(of, kind, index).carry(publisher, rid);
    if (publisher !== undefined) void this.#participants.get(publisher)?.requestKeyFrame();
  }

  async stop(): Promise<void> {
    for (const participant of this.#participants.values()) await participant.close();
    for (const socket of this.#sockets.clients) socket.terminate();
    await new Promise((resolve) => this.#sockets.close(resolve));
  }

  #welcome(socket: WebSocket): void {
    let participant: Participant | undefined;
    const say = (message: object): void => {
      if (socket.readyState === socket.OPEN) socket.send(this.#framing.write(message));
    };
    const act = async (text: string): Promise<void> => {
      const message = parseFromPage(text);
      if (message.type === 'join') {
        const { name } = message;
        participant = new Participant(name, this.#participants.size + 1_001, this.#takes, say, {
          packet: (packet) => this.#forward(packet),
          pictureLoss: (publisher) => void this.#participants.get(publisher)?.requestKeyFrame(),
        });
        await participant.join(message.sdp, this.codecs.get(name));
        this.#participants.set(name, participant);
        this.#allot();
      } else if (message.type === 'candidate') await participant?.candidate(message.candidate);
    };
    socket.on('message', (data: Buffer) => {
      const text = this.#framing.read(data.toString());
      if (text !== undefined) {
        act(text).catch((error: unknown) => say({ type: 'error', message: String(error) }));
      }
    });
  }

  /** Slots that carry nobody get somebody who is in none of that kind, in the order of coming. */
  #allot(): void {
    for (const { name: own, slots } of this.#participants.values()) {
      for (const slot of slots.filter(({ publisher }) => publisher === undefined)) {
        const carried = slots.filter(({ kind }) => kind === slot.kind).map(({ publisher }) => publisher);
        const next = Array.from(this.#participants.values()).find(
          ({ name, sends }) => name !== own && sends.has(slot.kind) && !carried.includes(name),
        );
        if (next) slot.carry(next.name);
      }
    }
    for (const participant of this.#participants.values()) void participant.requestKeyFrame();
  }

  #forward(packet: SlotPacket): void {
    const held = this.held.get(packet.publisher) ?? [];
    this.held.set(packet.publisher, held);
    if (!isPadding(packet)) held.push(packet);
    const slots = Array.from(this.#participants.values()).flatMap((participant) => participant.slots);
    for (const slot of slots) slot.take(packet);
    if (slots.some((slot) => slot.waitsFor(packet))) void this.#participants.get(packet.publisher)?.remind();
  }
}
