/** One of a participant's receive slots: an RTP stream with an SSRC of its own that carries one publisher at a time. */
import { RtpHeader } from 'werift';
import { CLOCK_RATE, type MediaKind } from '../../../support/sfu-packets.ts';
import { beginsPicture, isPadding, type SlotPacket } from './packets.ts';

/** The `rid` of the smallest of several layers. */
const LOWEST = '0';

/** Packets of which a receiver can have a second copy: a few seconds of them. */
const KEPT = 500;

/** What the receiver's connection calls things. */
export interface Wire {
  readonly payloadType: (codec: string) => number | undefined;
  readonly audioLevelId: number | undefined;
  /** Whether its keys are there. What is sent before is lost. */
  isUp(): boolean;
  send(payload: Buffer, header: RtpHeader): void;
}

export class Slot {
  readonly kind: MediaKind;
  readonly ssrc: number;
  readonly #wire: Wire;
  #wanted: string | undefined;
  #rid = LOWEST;
  /** A packet of the stream that it carries now. */
  #shown: SlotPacket | undefined;
  #source: { readonly stream: number; readonly sequence: number; readonly timestamp: number } | undefined;
  #last: { readonly sequence: number; readonly timestamp: number; readonly at: number } | undefined;
  /** What went out last, by sequence number, in that order. */
  readonly #sent = new Map<number, { readonly payload: Buffer; readonly header: RtpHeader }>();

  constructor(kind: MediaKind, ssrc: number, wire: Wire) {
    this.kind = kind;
    this.ssrc = ssrc;
    this.#wire = wire;
  }

  /** Whose stream this slot carries, or will from the next packet with which a decoder can begin. */
  get publisher(): string | undefined {
    return this.#wanted;
  }

  /** Whose stream this slot carries now. */
  get shown(): string | undefined {
    return this.#shown?.publisher;
  }

  /**
   * @param publisher undefined for nobody, at once
   * @param rid which of the publisher's layers, where it sends more than one
   */
  carry(publisher: string | undefined, rid = LOWEST): void {
    this.#wanted = publisher;
    this.#rid = rid;
    if (publisher === undefined) this.#shown = undefined;
  }

  /** A packet that some publisher sent: goes out if this slot carries it. */
  take(packet: SlotPacket): void {
    if (packet.kind !== this.kind || !this.#wire.isUp()) return;
    if (isPadding(packet)) {
      this.#leaveOut(packet);
      return;
    }
    if (this.#wants(packet) && beginsPicture(packet)) this.#shown = packet;
    if (packet.stream === this.#shown?.stream) this.send(packet);
  }

  /** Whether it shall carry this packet's stream, and cannot before a key frame. */
  waitsFor(packet: SlotPacket): boolean {
    return (
      packet.kind === this.kind && this.#wants(packet) && packet.stream !== this.#shown?.stream && this.#wire.isUp()
    );
  }

  #wants({ publisher, rid = this.#rid }: SlotPacket): boolean {
    return publisher === this.#wanted && rid === this.#rid;
  }

  /** Sends a packet with this slot's SSRC, numbers that go on, the publisher as its only contributing source, and the payload type of its codec. */
  send(packet: SlotPacket): void {
    const payloadType = this.#wire.payloadType(packet.codec);
    if (payloadType === undefined) return;
    if (packet.stream !== this.#source?.stream) this.#switchTo(packet);
    const source = this.#source ?? packet;
    const sequence = (packet.sequence + source.sequence) & 0xffff;
    const timestamp = (packet.timestamp + source.timestamp) >>> 0;
    this.#last = { sequence, timestamp, at: performance.now() };
    const id = this.#wire.audioLevelId;
    const extensions = packet.audioLevel && id !== undefined ? [{ id, payload: packet.audioLevel }] : [];
    const header = new RtpHeader({
      ssrc: this.ssrc,
      csrc: [packet.csrc],
      csrcLength: 1,
      payloadType,
      sequenceNumber: sequence,
      timestamp,
      marker: packet.marker,
      extension: extensions.length > 0,
      extensionProfile: 0xbede,
      extensions,
    });
    this.#keep(packet.payload, header);
    this.#wire.send(packet.payload, header);
  }

  /**
   * Sends what a receiver lacks a second time (RFC 4585 section 6.2.1). Not a third time: a receiver that is busy asks again
   * before the answer can be there, and a picture that comes twice is a duplicate to it.
   *
   * @param sequences werift lets them go beyond 16 bits
   */
  repeat(sequences: readonly number[]): void {
    for (const sequence of sequences.map((number) => number & 0xffff)) {
      const sent = this.#sent.get(sequence);
      this.#sent.delete(sequence);
      if (sent && this.#wire.isUp()) this.#wire.send(sent.payload, sent.header);
    }
  }

  #keep(payload: Buffer, header: RtpHeader): void {
    this.#sent.set(header.sequenceNumber, { payload, header });
    const [oldest = header.sequenceNumber] = this.#sent.keys();
    if (this.#sent.size > KEPT) this.#sent.delete(oldest);
  }

  /** A receiver would wait for what is missing between two numbers. */
  #leaveOut({ stream }: SlotPacket): void {
    const source = this.#source;
    if (stream !== this.#shown?.stream || stream !== source?.stream) return;
    this.#source = { ...source, sequence: source.sequence - 1 };
  }

  #switchTo(packet: SlotPacket): void {
    const last = this.#last;
    const elapsed = last ? Math.max(1, Math.round(((performance.now() - last.at) * CLOCK_RATE[this.kind]) / 1_000)) : 0;
    this.#source = {
      stream: packet.stream,
      sequence: last ? last.sequence + 1 - packet.sequence : 0,
      timestamp: last ? last.timestamp + elapsed - packet.timestamp : 0,
    };
  }
}
