/** One participant as the server of slots sees it: one peer connection that the page offered, once. */
import {
  GenericNack,
  PictureLossIndication,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  type RtcpPacket,
  RtcpPayloadSpecificFeedback,
  RtcpTransportLayerFeedback,
  type RtpPacket,
  useAV1X,
  useH264,
  useOPUS,
  useSdesRTPStreamId,
  useVP8,
  useVP9,
} from 'werift';
import { audioLevelId, configurationFor, type VideoCodec } from '../../../support/sfu-codecs.ts';
import { askNobody, loopbackOnly } from '../../../support/sfu-loopback.ts';
import type { MediaKind } from '../../../support/sfu-packets.ts';
import type { SlotPacket } from './packets.ts';
import { Slot } from './slot.ts';

/** Streams of the server have numbers that never change. */
const FIRST_SSRC = 6_666;
/** Milliseconds between two requests for a key frame that does not come. */
const REMINDER_MS = 500;
const VIDEO: Readonly<Record<VideoCodec, () => RTCRtpCodecParameters>> = {
  vp8: useVP8,
  vp9: useVP9,
  h264: useH264,
  av1: () => useAV1X({ mimeType: 'video/AV1' }),
};
const CODECS = new Set<string>(['red', 'opus', ...Object.keys(VIDEO)]);

export interface ParticipantEvents {
  packet(packet: SlotPacket): void;
  /** A slot that carries `publisher` needs a key frame. */
  pictureLoss(publisher: string): void;
}

export class Participant {
  readonly name: string;
  readonly slots: Slot[] = [];
  readonly sends = new Set<MediaKind>();
  offer = '';
  readonly #csrc: number;
  readonly #say: (message: object) => void;
  readonly #events: ParticipantEvents;
  readonly #connection: RTCPeerConnection;
  readonly #codecs = new Map<number, SlotPacket['codec']>();
  /** The layers of its picture, by SSRC. */
  readonly #layers = new Map<number, string | undefined>();
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(
    name: string,
    csrc: number,
    takes: readonly VideoCodec[],
    say: (message: object) => void,
    events: ParticipantEvents,
  ) {
    this.name = name;
    this.#csrc = csrc;
    this.#say = say;
    this.#events = events;
    const { headerExtensions, ...configuration } = configurationFor('vp8');
    this.#connection = new RTCPeerConnection({
      ...configuration,
      headerExtensions: {
        ...headerExtensions,
        video: [...(headerExtensions?.video ?? []), useSdesRTPStreamId()],
      },
      codecs: {
        audio: [new RTCRtpCodecParameters({ mimeType: 'audio/red', clockRate: 48_000, channels: 2 }), useOPUS()],
        video: takes.map((codec) => VIDEO[codec]()),
      },
    });
  }

  /** @param codec that this participant shall send: the first one in the answer */
  async join(offer: string, codec: VideoCodec | undefined): Promise<void> {
    this.offer = offer;
    await this.#connection.setRemoteDescription({ type: 'offer', sdp: offer });
    askNobody(this.#connection);
    for (const transceiver of this.#connection.getTransceivers()) {
      const kind = transceiver.kind as MediaKind;
      for (const { payloadType, name } of transceiver.codecs) {
        const known = name.toLowerCase();
        if (CODECS.has(known)) this.#codecs.set(payloadType, known as SlotPacket['codec']);
      }
      const wanted = kind === 'audio' ? 'red' : codec;
      const isFirst = ({ name }: RTCRtpCodecParameters): boolean => name.toLowerCase() === wanted;
      transceiver.codecs = transceiver.codecs.toSorted((one, other) => Number(isFirst(other)) - Number(isFirst(one)));
      if (transceiver.offerDirection === 'recvonly') {
        this.sends.add(kind);
      } else {
        transceiver.direction = 'sendonly';
        this.slots.push(
          new Slot(kind, FIRST_SSRC + this.slots.length, {
            payloadType: (wanted) => transceiver.codecs.find(({ name }) => name.toLowerCase() === wanted)?.payloadType,
            audioLevelId: audioLevelId(transceiver.headerExtensions),
            isUp: () => transceiver.dtlsTransport.state === 'connected',
            send: (payload, header) => void transceiver.dtlsTransport.sendRtp(payload, header),
          }),
        );
        // A stream of its own: sound and picture of different slots are not the sound and picture of one participant.
        const { ssrc } = this.slots.at(-1) as Slot;
        Object.assign(transceiver.sender, { ssrc, streamId: `virtual-${ssrc}` });
      }
    }
    await this.#connection.setLocalDescription(await this.#connection.createAnswer());
    this.#say({ type: 'answer', sdp: loopbackOnly(this.#connection.localDescription?.sdp ?? '') });
    for (const transport of this.#connection.dtlsTransports) {
      transport.onRtp.subscribe((packet) => this.#receive(packet));
      transport.onRtcp.subscribe((packet) => this.#heed(packet));
    }
  }

  async candidate(candidate: RTCIceCandidateInit): Promise<void> {
    // A name of multicast DNS cannot be looked up here; the browser's checks reach the server all the same.
    if (!candidate.candidate || candidate.candidate.includes('.local ')) return;
    await this.#connection.addIceCandidate({ ...candidate } as RTCIceCandidateInit & { candidate: string });
  }

  /** Asks anew for a key frame that has not come; encoders pass over requests that follow each other closely. */
  async remind(): Promise<void> {
    if (performance.now() - this.#askedAt >= REMINDER_MS) await this.requestKeyFrame();
  }

  async requestKeyFrame(): Promise<void> {
    this.#askedAt = performance.now();
    const sending = this.#connection.getTransceivers().find((t) => t.kind === 'video' && t.direction === 'recvonly');
    for (const ssrc of sending ? this.#layers.keys() : []) await sending?.receiver.sendRtcpPLI(ssrc);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  /** What a receiver asks for: a key frame, or packets that it has not got. */
  #heed(packet: RtcpPacket): void {
    if (!(packet instanceof RtcpPayloadSpecificFeedback || packet instanceof RtcpTransportLayerFeedback)) return;
    const { feedback } = packet;
    const slotOf = (wanted: number): Slot | undefined => this.slots.find(({ ssrc }) => ssrc === wanted);
    if (feedback instanceof GenericNack) slotOf(feedback.mediaSourceSsrc)?.repeat(feedback.lost);
    else if (feedback instanceof PictureLossIndication) {
      const publisher = slotOf(feedback.mediaSsrc)?.publisher;
      if (publisher !== undefined) this.#events.pictureLoss(publisher);
    }
  }

  #receive({ header, payload }: RtpPacket): void {
    const codec = this.#codecs.get(header.payloadType);
    if (!codec) return;
    const kind = codec === 'opus' || codec === 'red' ? 'audio' : 'video';
    const { headerExtensions = [] } = this.#connection.getTransceivers().find((t) => t.kind === kind) ?? {};
    const level = audioLevelId(headerExtensions);
    if (kind === 'video') {
      // Named in the first packets of a layer only.
      const id = headerExtensions.find(({ uri }) => uri.endsWith('rtp-stream-id'))?.id;
      const rid = header.extensions.find((extension) => extension.id === id)?.payload.toString();
      this.#layers.set(header.ssrc, rid ?? this.#layers.get(header.ssrc));
    }
    this.#events.packet({
      publisher: this.name,
      csrc: this.#csrc,
      kind,
      codec,
      stream: header.ssrc,
      rid: this.#layers.get(header.ssrc),
      timestamp: header.timestamp,
      sequence: header.sequenceNumber,
      marker: header.marker,
      payload: Buffer.from(payload),
      audioLevel: header.extensions.find(({ id }) => id === level)?.payload,
    });
  }
}
