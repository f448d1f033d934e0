/** What one participant receives from another: one outgoing RTP stream. */
import { MediaStream, type RTCPeerConnection, type RTCRtpTransceiver, RtpHeader, RtpPacket } from 'werift';
import { audioLevelId, beginsKeyFrame, type VideoCodec } from './sfu-codecs.ts';
import { CLOCK_RATE, type MediaKind, type MediaPacket } from './sfu-packets.ts';

export class Outlet {
  readonly publisher: string;
  readonly kind: MediaKind;
  readonly #transceiver: RTCRtpTransceiver;
  readonly #codec: VideoCodec;
  #running: boolean;
  #source: { readonly stream: number; readonly sequence: number; readonly timestamp: number } | undefined;
  #last: { readonly sequence: number; readonly timestamp: number; readonly at: number } | undefined;

  /**
   * @param own the transceiver over which the receiving participant itself publishes this kind: payload types and header
   *   extension ids of a connection are those its browser chose in the first offer
   */
  constructor(
    connection: RTCPeerConnection,
    own: RTCRtpTransceiver,
    publisher: string,
    kind: MediaKind,
    codec: VideoCodec,
  ) {
    this.publisher = publisher;
    this.kind = kind;
    this.#codec = codec;
    this.#running = kind === 'audio';
    const stream = new MediaStream({ id: publisher });
    this.#transceiver = connection.addTransceiver(kind, { direction: 'sendonly', streams: [stream] });
    this.#transceiver.codecs = own.codecs;
    this.#transceiver.headerExtensions = own.headerExtensions;
  }

  get ssrc(): number {
    return this.#transceiver.sender.ssrc;
  }

  /**
   * Sends a packet with this stream's own SSRC, payload type and ids. When it comes from another stream than the one
   * before, numbers and times go on where that one ended, as when an SFU switches between speakers.
   */
  send(packet: MediaPacket): void {
    // A picture can only begin with a key frame; without one the receiver would do nothing but ask for it.
    this.#running ||= beginsKeyFrame(this.#codec, packet.payload);
    if (!this.#running) return;
    if (packet.stream !== this.#source?.stream) this.#switchTo(packet);
    const source = this.#source ?? packet;
    const sequence = (packet.sequence + source.sequence) & 0xffff;
    const timestamp = (packet.timestamp + source.timestamp) >>> 0;
    this.#last = { sequence, timestamp, at: performance.now() };
    const level = audioLevelId(this.#transceiver.headerExtensions);
    const extensions = packet.audioLevel && level ? [{ id: level, payload: packet.audioLevel }] : [];
    const header = new RtpHeader({
      sequenceNumber: sequence,
      timestamp,
      marker: packet.marker,
      extension: true,
      extensions,
      payloadOffset: 12,
    });
    void this.#transceiver.sender.sendRtp(new RtpPacket(header, packet.payload));
  }

  #switchTo(packet: MediaPacket): void {
    const last = this.#last;
    if (!last) {
      this.#source = { stream: packet.stream, sequence: 0, timestamp: 0 };
      return;
    }
    const elapsed = Math.max(1, Math.round(((performance.now() - last.at) * CLOCK_RATE[this.kind]) / 1_000));
    this.#source = {
      stream: packet.stream,
      sequence: last.sequence + 1 - packet.sequence,
      timestamp: last.timestamp + elapsed - packet.timestamp,
    };
  }
}
