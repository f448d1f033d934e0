/** A call of a page to itself, through a transform on each side or without. */

import { encodeBase64 } from '../../src/base64.ts';
import { NO_EXCEPTIONS } from '../../src/call/exceptions.ts';
import type { FromWorker, ToWorker, TransformOptions } from '../../src/protocol/worker.ts';
import { keySet } from '../../test/support/frame-member.ts';
import type { DelayRow } from '../results.ts';
import { beginnings, IDENTITY } from './livekit-messages.ts';

/** Gives a side of a call its transform. */
interface Protection {
  readonly send: Transform;
  readonly receive: Transform;
  /** Frames that were opened; NaN where nobody says. */
  opened(): Promise<number>;
  end(): void;
}

type Transform = () => RTCRtpScriptTransform | null;

type Kind = TransformOptions['kind'];

/** Bit/s; what a camera of this size has in a call. */
const BITRATE = 800_000;
const MODULE = { type: 'module' } as const;

const PROTECTIONS: Readonly<Record<DelayRow['call'], (kind: Kind) => Promise<Protection>>> = {
  plain,
  passing,
  callseal,
  livekit,
};

export interface Media {
  /** In the order of preference. */
  readonly codecs: readonly string[];
  /** Parameters of the sound's format, added to both descriptions. */
  readonly fmtp?: string;
}

const VP8: Media = { codecs: ['video/VP8'] };

export interface LoopBack {
  readonly track: MediaStreamTrack;
  opened(): Promise<number>;
  /** Bytes of media on the wire so far. */
  sent(): Promise<number>;
  end(): void;
}

/** Sends `track` and gives what is received. */
export async function loopBack(
  call: DelayRow['call'],
  track: MediaStreamTrack,
  { codecs, fmtp }: Media = VP8,
): Promise<LoopBack> {
  const kind = track.kind === 'audio' ? 'audio' : 'video';
  const protection = await PROTECTIONS[call](kind);
  // With this Chromium sends and decodes nothing before there is a transform; other browsers do not know it.
  const configuration: RTCConfiguration & { encodedInsertableStreams?: boolean } =
    call === 'plain' ? {} : { encodedInsertableStreams: true };
  const [from, to] = [new RTCPeerConnection(configuration), new RTCPeerConnection(configuration)];
  from.onicecandidate = ({ candidate }) => void to.addIceCandidate(candidate ?? undefined);
  to.onicecandidate = ({ candidate }) => void from.addIceCandidate(candidate ?? undefined);
  const transceiver = from.addTransceiver(track, { direction: 'sendonly', sendEncodings: [{ maxBitrate: BITRATE }] });
  transceiver.sender.transform = protection.send();
  const known = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
  transceiver.setCodecPreferences(codecs.flatMap((name) => known.filter(({ mimeType }) => mimeType === name)));
  const received = new Promise<MediaStreamTrack>((resolve) => {
    to.ontrack = (event) => {
      event.receiver.transform = protection.receive();
      resolve(event.track);
    };
  });
  await from.setLocalDescription();
  await to.setRemoteDescription({ type: 'offer', sdp: withFmtp(from.localDescription?.sdp, fmtp) });
  await to.setLocalDescription();
  await from.setRemoteDescription({ type: 'answer', sdp: withFmtp(to.localDescription?.sdp, fmtp) });
  return {
    track: await received,
    opened: () => protection.opened(),
    async sent() {
      let bytes = 0;
      for (const stats of (await from.getStats()).values()) if (stats.type === 'outbound-rtp') bytes += stats.bytesSent;
      return bytes;
    },
    end() {
      from.close();
      to.close();
      protection.end();
    },
  };
}

/** Adds to Opus' parameters, as the page of a call may. */
function withFmtp(sdp = '', fmtp?: string): string {
  const [, opus] = /^a=rtpmap:(\d+) opus\//m.exec(sdp) ?? [];
  return fmtp && opus ? sdp.replace(new RegExp(`^(a=fmtp:${opus} .*)$`, 'm'), `$1;${fmtp}`) : sdp;
}

async function plain(): Promise<Protection> {
  return { send: () => null, receive: () => null, opened: async () => Number.NaN, end: () => undefined };
}

/** A worker for each side that only passes frames on: no protection through a worker can take less. */
async function passing(): Promise<Protection> {
  const source = 'onrtctransform = ({ transformer: { readable, writable } }) => void readable.pipeTo(writable);';
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const [sender, receiver] = [new Worker(url), new Worker(url)];
  return {
    send: () => new RTCRtpScriptTransform(sender),
    receive: () => new RTCRtpScriptTransform(receiver),
    opened: async () => Number.NaN,
    end() {
      sender.terminate();
      receiver.terminate();
    },
  };
}

/** The extension's frame worker, one for each side, with what its guard would tell it. */
async function callseal(kind: Kind): Promise<Protection> {
  const [sender, receiver] = [new Worker('/frame-worker.js', MODULE), new Worker('/frame-worker.js', MODULE)];
  const { slots, ...set } = await keySet(Date.now());
  const encoded = { ...set, slots: slots.map(({ slot, secret }) => ({ slot, secret: encodeBase64(secret) })) };
  for (const worker of [sender, receiver]) {
    tell(worker, { kind: 'keys', sets: [encoded] });
    tell(worker, { kind: 'mode', mode: 'seal', exceptions: NO_EXCEPTIONS });
  }
  const transform = (worker: Worker, side: TransformOptions['side']) =>
    new RTCRtpScriptTransform(worker, { id: 1, side, kind } satisfies TransformOptions);
  return {
    send: () => transform(sender, 'send'),
    receive: () => transform(receiver, 'receive'),
    opened: () => openedBy(receiver),
    end() {
      sender.terminate();
      receiver.terminate();
    },
  };
}

function tell(worker: Worker, message: ToWorker): void {
  worker.postMessage(JSON.stringify(message));
}

function openedBy(worker: Worker): Promise<number> {
  return new Promise((resolve) => {
    worker.addEventListener('message', ({ data }) => {
      const message = JSON.parse(data as string) as FromWorker;
      if (message.kind === 'counts') resolve(message.streams[0]?.done ?? 0);
    });
    tell(worker, { kind: 'count', nonce: 1 });
  });
}

async function livekit(media: Kind): Promise<Protection> {
  const worker = new Worker('/livekit-worker.js', MODULE);
  for (const message of await beginnings()) worker.postMessage(message);
  const transform = (kind: 'encode' | 'decode') =>
    new RTCRtpScriptTransform(worker, {
      kind,
      participantIdentity: IDENTITY,
      trackId: kind,
      codec: media === 'audio' ? 'opus' : 'vp8',
    });
  return {
    send: () => transform('encode'),
    receive: () => transform('decode'),
    opened: async () => Number.NaN,
    end: () => worker.terminate(),
  };
}
