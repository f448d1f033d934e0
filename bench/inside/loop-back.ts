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

/** Bit/s; what a camera of this size has in a call. */
const BITRATE = 800_000;
const MODULE = { type: 'module' } as const;

const PROTECTIONS: Readonly<Record<DelayRow['call'], () => Promise<Protection>>> = {
  plain,
  passing,
  callseal,
  livekit,
};

export interface LoopBack {
  readonly track: MediaStreamTrack;
  opened(): Promise<number>;
  end(): void;
}

/** Sends `track` in VP8 and gives what is received. */
export async function loopBack(call: DelayRow['call'], track: MediaStreamTrack): Promise<LoopBack> {
  const protection = await PROTECTIONS[call]();
  // With this Chromium sends and decodes nothing before there is a transform; other browsers do not know it.
  const configuration: RTCConfiguration & { encodedInsertableStreams?: boolean } =
    call === 'plain' ? {} : { encodedInsertableStreams: true };
  const [from, to] = [new RTCPeerConnection(configuration), new RTCPeerConnection(configuration)];
  from.onicecandidate = ({ candidate }) => void to.addIceCandidate(candidate ?? undefined);
  to.onicecandidate = ({ candidate }) => void from.addIceCandidate(candidate ?? undefined);
  const transceiver = from.addTransceiver(track, { direction: 'sendonly', sendEncodings: [{ maxBitrate: BITRATE }] });
  transceiver.sender.transform = protection.send();
  const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
  transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType === 'video/VP8'));
  const received = new Promise<MediaStreamTrack>((resolve) => {
    to.ontrack = (event) => {
      event.receiver.transform = protection.receive();
      resolve(event.track);
    };
  });
  await from.setLocalDescription();
  if (from.localDescription) await to.setRemoteDescription(from.localDescription);
  await to.setLocalDescription();
  if (to.localDescription) await from.setRemoteDescription(to.localDescription);
  return {
    track: await received,
    opened: () => protection.opened(),
    end() {
      from.close();
      to.close();
      protection.end();
    },
  };
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
async function callseal(): Promise<Protection> {
  const [sender, receiver] = [new Worker('/frame-worker.js', MODULE), new Worker('/frame-worker.js', MODULE)];
  const { slots, ...set } = await keySet(Date.now());
  const encoded = { ...set, slots: slots.map(({ slot, secret }) => ({ slot, secret: encodeBase64(secret) })) };
  for (const worker of [sender, receiver]) {
    tell(worker, { kind: 'keys', sets: [encoded] });
    tell(worker, { kind: 'mode', mode: 'seal', exceptions: NO_EXCEPTIONS });
  }
  const transform = (worker: Worker, side: TransformOptions['side']) =>
    new RTCRtpScriptTransform(worker, { id: 1, side, kind: 'video' } satisfies TransformOptions);
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

async function livekit(): Promise<Protection> {
  const worker = new Worker('/livekit-worker.js', MODULE);
  for (const message of await beginnings()) worker.postMessage(message);
  const transform = (kind: 'encode' | 'decode') =>
    new RTCRtpScriptTransform(worker, { kind, participantIdentity: IDENTITY, trackId: kind, codec: 'vp8' });
  return {
    send: () => transform('encode'),
    receive: () => transform('decode'),
    opened: async () => Number.NaN,
    end: () => worker.terminate(),
  };
}
