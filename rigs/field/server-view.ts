/**
 * What LiveKit's server has: a participant without a browser that is hidden as a recorder is, gets everything, and keeps
 * each packet as it came. No Callseal, no decoder, no code of LiveKit's client.
 */
import { SessionDescription, SignalRequest, SignalResponse } from '@livekit/protocol';
import { type RTCIceCandidateInit, RTCPeerConnection, useAV1X, useH264, useOPUS, useVP8, useVP9 } from 'werift';
import { WebSocket } from 'ws';
import type { Codec } from '../../test/support/depacketize.ts';
import type { Reader } from '../../test/support/reader.ts';
import { framesOf, type Packet } from '../../test/support/recording.ts';
import { askNobody, loopbackOnly } from '../../test/support/sfu-loopback.ts';

/** Frames of one person, of one kind, in one codec. */
export interface Held {
  readonly person: string;
  readonly codec: Codec;
  readonly sealed: number;
  readonly clear: number;
  /** Silence and empty pictures that the server itself puts in when somebody mutes or leaves. */
  readonly blank: number;
}

interface Kept {
  readonly person: string;
  readonly codec: Codec;
  readonly packets: Packet[];
}

const CODECS: Readonly<Record<string, Codec>> = {
  opus: 'opus',
  vp8: 'vp8',
  vp9: 'vp9',
  h264: 'h264',
  av1: 'av1',
  av1x: 'av1',
};
/** What LiveKit's server makes itself fits into one packet, and nearly all of it is zeros or constant. */
const BLANK_BYTES = 100;
const PING_MS = 5_000;

export class ServerView {
  readonly #kept = new Map<string, Kept>();
  readonly #people = new Map<string, string>();
  readonly #socket: WebSocket;
  readonly #connection = new RTCPeerConnection({
    iceServers: [],
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceInterfaceAddresses: { udp4: '127.0.0.1' },
    iceUseIpv6: false,
    bundlePolicy: 'max-bundle',
    codecs: { audio: [useOPUS()], video: [useVP8(), useVP9(), useH264(), useAV1X({ mimeType: 'video/AV1' })] },
  });
  #pinging: NodeJS.Timeout | undefined;
  #failed: unknown;
  #taken: Promise<void> = Promise.resolve();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    const known = new Set<unknown>();
    this.#connection.ontrack = ({ track, transceiver }) => {
      if (known.has(track)) return;
      known.add(track);
      track.onReceiveRtp.subscribe(({ header, payload }) => {
        const section = this.#sectionOf(transceiver.mid);
        const codec = codecOf(section, header.payloadType);
        const person = this.#personIn(section);
        if (!codec || payload.byteLength === 0) return;
        const name = `${person} ${header.ssrc} ${codec}`;
        const kept = this.#kept.get(name) ?? { person, codec, packets: [] };
        this.#kept.set(name, kept);
        const { timestamp, sequenceNumber: sequence, marker } = header;
        kept.packets.push({ timestamp, sequence, marker, payload: Buffer.from(payload) });
      });
    };
  }

  /** @param address of the server @param token of a hidden participant */
  static async join(address: string, token: string): Promise<ServerView> {
    const query = new URLSearchParams({ access_token: token, auto_subscribe: '1', protocol: '9', sdk: 'js' });
    const socket = new WebSocket(`${address}/rtc?${query}`);
    const view = new ServerView(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.on('message', (data: Buffer) => {
        const { message } = SignalResponse.fromBinary(data);
        if (message.case === 'join') resolve();
        // In their turn: an offer may come while the one before is still being answered.
        view.#taken = view.#taken
          .then(() => view.#take(message))
          .catch((error: unknown) => {
            view.#failed = error;
          });
      });
    });
    view.#pinging = setInterval(() => view.#say({ case: 'ping', value: BigInt(Date.now()) }), PING_MS);
    return view;
  }

  /** What was held of each person. @throws when the signalling had failed: then nothing can be said */
  held(readers: readonly Reader[]): Held[] {
    if (this.#failed) throw this.#failed;
    const sums = new Map<string, { person: string; codec: Codec; sealed: number; clear: number; blank: number }>();
    for (const { person, codec, packets } of this.#kept.values()) {
      const name = `${person} ${codec}`;
      const sum = sums.get(name) ?? { person, codec, sealed: 0, clear: 0, blank: 0 };
      sums.set(name, sum);
      for (const frame of framesOf(codec, packets)) {
        if (readers.some((reader) => reader.read(frame).clear !== undefined)) sum.sealed++;
        else if (frame.bytes.byteLength <= BLANK_BYTES && isBlank(frame.bytes)) sum.blank++;
        else sum.clear++;
      }
    }
    return Array.from(sums.values());
  }

  async close(): Promise<void> {
    clearInterval(this.#pinging);
    this.#socket.close();
    await this.#connection.close();
  }

  #say(message: SignalRequest['message']): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(new SignalRequest({ message }).toBinary());
  }

  async #take(message: SignalResponse['message']): Promise<void> {
    switch (message.case) {
      case 'join':
        for (const { sid, identity } of message.value.otherParticipants) this.#people.set(sid, identity);
        return;
      case 'update':
        for (const { sid, identity } of message.value.participants) this.#people.set(sid, identity);
        return;
      case 'trickle': {
        const candidate = JSON.parse(message.value.candidateInit) as RTCIceCandidateInit;
        if (candidate.candidate?.includes(' 127.0.0.1 ')) await this.#connection.addIceCandidate(candidate);
        return;
      }
      case 'offer': {
        const { sdp, id } = message.value;
        // werift would give the place of an m-line that is inactive to a new one, and the offer has both.
        for (const transceiver of this.#connection.getTransceivers()) {
          if (transceiver.currentDirection === 'inactive') transceiver.setCurrentDirection(undefined);
        }
        await this.#connection.setRemoteDescription({ type: 'offer', sdp });
        askNobody(this.#connection);
        await this.#connection.setLocalDescription(await this.#connection.createAnswer());
        const answer = loopbackOnly(this.#connection.localDescription?.sdp ?? '');
        this.#say({ case: 'answer', value: new SessionDescription({ type: 'answer', sdp: answer, id }) });
        return;
      }
    }
  }

  #sectionOf(mid: string | null | undefined): string {
    const sections = this.#connection.remoteDescription?.sdp.split(/^m=/m) ?? [];
    return sections.find((section) => section.includes(`a=mid:${mid}\r`)) ?? '';
  }

  /** Whose an m-line is: the server writes the participant's id into its msid. */
  #personIn(section: string): string {
    const sid = /^a=msid:([^\s|]+)/m.exec(section)?.[1] ?? '';
    return this.#people.get(sid) ?? `unknown ${sid}`;
  }
}

/** By the payload type, for a stream may change its codec in mid-call. */
function codecOf(section: string, payloadType: number): Codec | undefined {
  const [, name = ''] = new RegExp(`^a=rtpmap:${payloadType} ([\\w-]+)/`, 'm').exec(section) ?? [];
  return CODECS[name.toLowerCase()];
}

/** Few different bytes: no frame of a moving picture or of a tone is like that. */
function isBlank(bytes: Buffer): boolean {
  return new Set(bytes).size <= 40;
}
