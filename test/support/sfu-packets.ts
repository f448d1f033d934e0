/** RTP packets as the SFU holds and forwards them, and what its operator may do with them. */
import { type Frame, framesOf, type Packet } from './recording.ts';

export type MediaKind = 'audio' | 'video';

/** Ticks per second of the RTP timestamp. */
export const CLOCK_RATE = { audio: 48_000, video: 90_000 } as const;

export interface MediaPacket extends Packet {
  /** Name of the participant who sent it. */
  readonly publisher: string;
  readonly kind: MediaKind;
  /** Which stream of the publisher: the SSRC; a new one after a reload, and for every replay. */
  readonly stream: number;
  /** Payload of the audio level header extension (RFC 6464), which stays clear. */
  readonly audioLevel: Buffer | undefined;
}

/** One packet to be sent to one participant, as part of the tile of a publisher: not always the one who sent it. */
export interface Delivery {
  readonly packet: MediaPacket;
  readonly to: string;
  readonly as: string;
}

/**
 * A malicious operator: takes a packet from a publisher and says what is forwarded in its place. `honest` is what an
 * honest SFU would do: one delivery for each of the others.
 */
export type Tamper = (packet: MediaPacket, honest: readonly Delivery[]) => readonly Delivery[];

/** What the server holds: the packets it saw, per publisher and kind, the oldest forgotten first. */
export class HeldPackets {
  readonly #limit: number;
  readonly #packets = new Map<string, MediaPacket[]>();

  /** @param limit packets kept per publisher and kind */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(packet: MediaPacket): void {
    const key = `${packet.kind} ${packet.publisher}`;
    const packets = this.#packets.get(key) ?? [];
    if (packets.length === 0) this.#packets.set(key, packets);
    packets.push(packet);
    if (packets.length > this.#limit) packets.shift();
  }

  packets(publisher: string, kind: MediaKind): readonly MediaPacket[] {
    return this.#packets.get(`${kind} ${publisher}`) ?? [];
  }

  /** Encoded frames in the held packets (Opus and VP8), stream by stream. */
  frames(publisher: string, kind: MediaKind): Frame[] {
    const streams = new Map<number, MediaPacket[]>();
    for (const packet of this.packets(publisher, kind)) {
      const stream = streams.get(packet.stream);
      if (stream) stream.push(packet);
      else streams.set(packet.stream, [packet]);
    }
    return Array.from(streams.values()).flatMap((packets) => framesOf(kind === 'audio' ? 'opus' : 'vp8', packets));
  }
}
