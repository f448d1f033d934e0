/** `corruption-detection` carries blurred samples of the raw picture in the clear RTP header. Chromium has it. */
import { expect, it } from 'vitest';
import { Participant } from '../support/member.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';

const stage = new Stage();
const URI = 'http://www.webrtc.org/experiments/rtp-hdrext/corruption-detection';

/** A call of the page with itself that offers the extension in every way there is. @returns what the receiver measured */
async function measure(
  uri: string,
): Promise<{ measurements: number; decoded: number; offered: boolean; answered: boolean }> {
  const [one, two] = [new RTCPeerConnection(), new RTCPeerConnection()];
  one.onicecandidate = ({ candidate }) => candidate && two.addIceCandidate(candidate);
  two.onicecandidate = ({ candidate }) => candidate && one.addIceCandidate(candidate);
  const video = document.createElement('video');
  video.muted = true;
  two.ontrack = ({ track }) => {
    video.srcObject = new MediaStream([track]);
    void video.play();
  };
  const media = await navigator.mediaDevices.getUserMedia({ video: true });
  const [track] = media.getVideoTracks();
  if (!track) throw new Error('no camera');
  const transceiver = one.addTransceiver(track) as RTCRtpTransceiver & {
    getHeaderExtensionsToNegotiate?(): { uri: string; direction: string }[];
    setHeaderExtensionsToNegotiate?(list: { uri: string; direction: string }[]): void;
  };
  const list = transceiver.getHeaderExtensionsToNegotiate?.() ?? [];
  transceiver.setHeaderExtensionsToNegotiate?.(
    list.map((entry) => (entry.uri === uri ? { ...entry, direction: 'sendrecv' } : entry)),
  );
  const munge = (sdp = ''): string =>
    sdp.includes(uri) ? sdp : sdp.replace(/(a=rtcp-mux\r\n)/, `a=extmap:13 ${uri}\r\n$1`);
  const offer = await one.createOffer();
  await one.setLocalDescription({ type: 'offer', sdp: munge(offer.sdp) });
  await two.setRemoteDescription({ type: 'offer', sdp: munge(one.localDescription?.sdp) });
  await two.setLocalDescription(await two.createAnswer());
  await one.setRemoteDescription({ type: 'answer', sdp: munge(two.localDescription?.sdp) });
  const stats = async (): Promise<{ framesDecoded?: number; corruptionMeasurements?: number }> => {
    let found = {};
    (await two.getStats()).forEach((entry) => {
      if (entry.type === 'inbound-rtp') found = entry;
    });
    return found;
  };
  const deadline = Date.now() + 90_000;
  while (((await stats()).framesDecoded ?? 0) < 120 && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 100));
  const { framesDecoded = 0, corruptionMeasurements = 0 } = await stats();
  const result = {
    measurements: corruptionMeasurements,
    decoded: framesDecoded,
    offered: one.localDescription?.sdp.includes(uri) ?? false,
    answered: two.localDescription?.sdp.includes(uri) ?? false,
  };
  one.close();
  two.close();
  return result;
}

it('is never negotiated while protection is on, and is measured without', async () => {
  const site = await stage.site();
  const client = await stage.client('chromium', { extension: 'test' });
  const open = await Participant.open(client, `http://localhost:${site.port}/open`);
  const control = await open.page.evaluate(measure, URI);
  expect(control.decoded).toBeGreaterThanOrEqual(120);
  expect(control.measurements).toBeGreaterThan(0);

  const member = await Participant.open(client, `http://localhost:${site.port}/meeting`);
  await member.protect(PASSPHRASE);
  const result = await member.page.evaluate(measure, URI);
  expect(result.decoded).toBeGreaterThanOrEqual(120);
  expect(result).toMatchObject({ measurements: 0, offered: false, answered: false });
});
