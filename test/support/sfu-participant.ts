/** One participant as the SFU sees it: a WebSocket for signalling, and one peer connection for everything. */
import {
  type MediaStreamTrack,
  PictureLossIndication,
  RTCPeerConnection,
  type RTCRtpTransceiver,
  RtcpPayloadSpecificFeedback,
  type RtpPacket,
} from 'werift';
import type { WebSocket } from 'ws';
import { audioLevelId, configurationFor, type VideoCodec } from './sfu-codecs.ts';
import { askNobody, loopbackOnly } from './sfu-loopback.ts';
import { Outlet } from './sfu-outlet.ts';
import type { MediaKind, MediaPacket } from './sfu-packets.ts';
import type { FromServer } from './sfu-protocol.ts';

export interface ParticipantEvents {
  packet(packet: MediaPacket): void;
  /** The participant asks `publisher` for a key frame. */
  pictureLoss(publisher: string): void;
}

export class Participant {
  readonly name: string;
  readonly #socket: WebSocket;
  readonly #connection: RTCPeerConnection;
  readonly #codec: VideoCodec;
  readonly #events: ParticipantEvents;
  readonly #outlets: Outlet[] = [];
  readonly #ready = new Set<Outlet>();
  #negotiation: Promise<void> = Promise.resolve();
  #answered: ((sdp: string) => void) | undefined;
  #videoSsrc: number | undefined;

  constructor(name: string, socket: WebSocket, codec: VideoCodec, events: ParticipantEvents) {
    this.name = name;
    this.#socket = socket;
    this.#codec = codec;
    this.#events = events;
    this.#connection = new RTCPeerConnection(configurationFor(codec));
    const known = new Set<MediaStreamTrack>();
    this.#connection.ontrack = ({ transceiver, track }) => {
      // Told again with every negotiation.
      if (known.has(track)) return;
      known.add(track);
      track.onReceiveRtp.subscribe((packet) => this.#receive(packet, transceiver));
    };
  }

  /** Answers the page's first offer. */
  async join(offer: string): Promise<void> {
    await this.#connection.setRemoteDescription({ type: 'offer', sdp: offer });
    askNobody(this.#connection);
    await this.#connection.setLocalDescription(await this.#connection.createAnswer());
    this.say({ type: 'answer', sdp: loopbackOnly(this.#connection.localDescription?.sdp ?? '') });
    for (const transport of this.#connection.dtlsTransports) {
      // Not by the sender's own event: the router mistakes a browser's sender SSRC for one of its streams.
      transport.onRtcp.subscribe((packet) => {
        if (!(packet instanceof RtcpPayloadSpecificFeedback)) return;
        const { feedback } = packet;
        if (!(feedback instanceof PictureLossIndication)) return;
        const outlet = this.#outlets.find(({ ssrc }) => ssrc === feedback.mediaSsrc);
        if (outlet) this.#events.pictureLoss(outlet.publisher);
      });
    }
  }

  async candidate(candidate: RTCIceCandidateInit): Promise<void> {
    // A name of multicast DNS cannot be looked up here; the browser's checks reach the server all the same.
    if (!candidate.candidate || candidate.candidate.includes('.local ')) return;
    await this.#connection.addIceCandidate({ ...candidate } as RTCIceCandidateInit & { candidate: string });
  }

  answer(sdp: string): void {
    this.#answered?.(sdp);
  }

  /** Offers the streams of `publishers`. @returns once the page has answered and packets may be sent */
  receiveFrom(publishers: readonly string[]): Promise<void> {
    if (publishers.length === 0) return Promise.resolve();
    this.#negotiation = this.#negotiation.then(async () => {
      // An offer before that would change werift's ICE role in the middle of the checks.
      await this.#connected();
      const own = this.#connection.getTransceivers();
      for (const publisher of publishers) {
        for (const kind of ['audio', 'video'] as const) {
          const publishing = own.find((transceiver) => transceiver.kind === kind);
          if (publishing) this.#outlets.push(new Outlet(this.#connection, publishing, publisher, kind, this.#codec));
        }
      }
      await this.#connection.setLocalDescription(await this.#connection.createOffer());
      const answer = new Promise<string>((resolve) => {
        this.#answered = resolve;
      });
      this.say({ type: 'offer', sdp: loopbackOnly(this.#connection.localDescription?.sdp ?? '') });
      await this.#connection.setRemoteDescription({ type: 'answer', sdp: await answer });
      for (const outlet of this.#outlets) this.#ready.add(outlet);
    });
    return this.#negotiation;
  }

  /** Sends a packet in the tile of `publisher`; nothing happens before that tile was negotiated. */
  send(packet: MediaPacket, publisher: string): void {
    for (const outlet of this.#ready) {
      if (outlet.publisher === publisher && outlet.kind === packet.kind) outlet.send(packet);
    }
  }

  /** Drops the tile of someone who left. */
  forget(publisher: string): void {
    for (const outlet of this.#outlets.filter((candidate) => candidate.publisher === publisher)) {
      this.#outlets.splice(this.#outlets.indexOf(outlet), 1);
      this.#ready.delete(outlet);
    }
    this.say({ type: 'left', name: publisher });
  }

  /** Asks the participant's camera for a key frame. */
  async requestKeyFrame(): Promise<void> {
    const receiver = this.#publishing('video')?.receiver;
    if (receiver && this.#videoSsrc !== undefined) await receiver.sendRtcpPLI(this.#videoSsrc);
  }

  say(message: FromServer): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  async close(): Promise<void> {
    this.#socket.close();
    await this.#connection.close();
  }

  async #connected(): Promise<void> {
    while (this.#connection.connectionState !== 'connected') await this.#connection.connectionStateChange.asPromise();
  }

  #publishing(kind: MediaKind): RTCRtpTransceiver | undefined {
    return this.#connection.getTransceivers().find((transceiver) => transceiver.kind === kind);
  }

  #receive({ header, payload }: RtpPacket, { kind, headerExtensions }: RTCRtpTransceiver): void {
    // Padding packets probe the bandwidth and carry nothing.
    if (payload.byteLength === 0 || (kind !== 'audio' && kind !== 'video')) return;
    if (kind === 'video') this.#videoSsrc = header.ssrc;
    const level = audioLevelId(headerExtensions);
    this.#events.packet({
      publisher: this.name,
      kind,
      stream: header.ssrc,
      timestamp: header.timestamp,
      sequence: header.sequenceNumber,
      marker: header.marker,
      payload: Buffer.from(payload),
      audioLevel: header.extensions.find(({ id }) => id === level)?.payload,
    });
  }
}
