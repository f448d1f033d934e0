/** Each shows that something is not possible here, in browsers without the extension. */
import type { BrowserName } from '../support/browsers.ts';
import type { Janus } from '../support/janus.ts';
import { poll } from '../support/poll.ts';
import { KEY_SVC } from './media.ts';
import type { Participants } from './participants.ts';
import type { Figures } from './shaped-call.ts';
import type { Shape } from './shapes.ts';

/** Calls in which pictures may stand still, and pictures after which that shows. */
const CALLS = 8;
const PICTURES = 50;
const PROBE_MS = 30_000;
/** Longer than a choice takes that nobody makes. */
const CHOICE_MS = 5_000;

/** @returns what was found instead of the obstacle, or undefined while it stands */
export type Probe = (participants: Participants, janus: Janus) => Promise<string | undefined>;

export const lacks =
  (browsers: readonly BrowserName[], kind: 'audio' | 'video', codec: string): Probe =>
  async ({ outsiders }) => {
    for (const browser of browsers) {
      const codecs = await outsiders[browser].participant.page.evaluate((k) => {
        const ends = [RTCRtpSender, RTCRtpReceiver].flatMap((end) => end.getCapabilities(k)?.codecs ?? []);
        return ends.map(({ mimeType }) => mimeType);
      }, kind);
      const found = codecs.find((mimeType) => mimeType.toLowerCase() === `${kind}/${codec}`.toLowerCase());
      if (found) return `${browser} has ${found}`;
    }
    return undefined;
  };

/** A line of the server's answer to what a Chromium without the extension offers. */
const inAnswer =
  (pattern: RegExp, room: object, shape: Shape): Probe =>
  async ({ outsiders }, janus) => {
    const { chromium } = outsiders;
    await chromium.reload();
    const { id } = await janus.createRoom({ record: false, ...room });
    await chromium.publish({ port: janus.port, id, name: 'probe' }, shape);
    const answer = (await chromium.answer()).split('\r\n');
    return answer.find((line) => pattern.test(line));
  };

export const janusLacksRed = inAnswer(/^a=rtpmap:\d+ red\//, {}, { audio: { codec: 'red' } });

export const janusLacksDependencyDescriptor = inAnswer(
  /^a=extmap:.*dependency-descriptor/,
  { videocodec: 'av1', video_svc: true },
  { video: { codec: 'AV1', encodings: [{ scalabilityMode: 'L3T3' }] } },
);

/** One page sends to itself through the server, in one call after another until there is one that stands still. */
export const janusStallsKeySvc: Probe = async ({ outsiders: { chromium } }, janus) => {
  const shape: Shape = { video: KEY_SVC.video };
  const seen = async (): Promise<Figures> => (await chromium.received()).sender?.video ?? {};
  for (let call = 0; call < CALLS; call++) {
    await chromium.reload();
    const { id } = await janus.createRoom({ record: false, videocodec: 'vp9', video_svc: true, bitrate: 0 });
    await chromium.capture(shape);
    await chromium.publish({ port: janus.port, id, name: 'sender' }, shape);
    await chromium.watch({ port: janus.port, id, name: 'viewer' });
    await poll(() => chromium.connected(), { milliseconds: PROBE_MS });
    await chromium.start();
    await poll(async () => ((await seen()).framesReceived ?? 0) > PICTURES, { milliseconds: PROBE_MS });
    const { framesReceived = 0, framesDecoded = 0 } = await seen();
    if (framesDecoded < framesReceived / 2) return undefined;
  }
  return `all pictures were drawn in ${CALLS} calls`;
};

/** It may refuse, or wait for a choice for ever. */
export const firefoxSharesNoScreen: Probe = ({ outsiders }) =>
  outsiders.firefox.participant.page.evaluate(async (milliseconds) => {
    const chosen = navigator.mediaDevices.getDisplayMedia({ video: true }).then(
      (stream) => `a screen of ${stream.getVideoTracks()[0]?.getSettings().width} pixels`,
      () => undefined,
    );
    const tooLate = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), milliseconds));
    return Promise.race([chosen, tooLate]);
  }, CHOICE_MS);

export const firefoxIgnoresScalabilityModes: Probe = ({ outsiders }) =>
  outsiders.firefox.participant.page.evaluate(() => {
    const connection = new RTCPeerConnection();
    // Not in TypeScript's library.
    type Encoding = RTCRtpEncodingParameters & { readonly scalabilityMode?: string };
    const wanted: Encoding = { scalabilityMode: 'L1T3' };
    const { sender } = connection.addTransceiver('video', { sendEncodings: [wanted] });
    const [taken] = sender.getParameters().encodings as Encoding[];
    connection.close();
    return taken?.scalabilityMode;
  });
