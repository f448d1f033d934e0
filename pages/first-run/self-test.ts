import { encodeBase64 } from '../../src/base64.ts';
import { now } from '../../src/clock.ts';
import type { SlotKeys } from '../../src/protocol/guard.ts';
import { slotAt } from '../../src/slots.ts';
import { type Evidence, failureOf, judge, type Verdict } from './judge.ts';
import { makeMedia } from './media.ts';
import { Participant } from './participant.ts';

/** Milliseconds between two looks at the counts, and after which a call that is not proven has failed. */
const LOOK_MS = 200;
const PATIENCE_MS = 20_000;

/**
 * A call of two members and an outsider within this page, sealed by the worker and the transforms of real calls with a
 * key that nobody else ever has. Nothing leaves the computer.
 */
export async function selfTest(): Promise<Verdict> {
  if (typeof RTCRtpScriptTransform !== 'function') return { ok: false, why: 'unsupported' };
  const keys = throwAwayKeys();
  const [ada, bo, outsider] = [new Participant(keys), new Participant(keys), new Participant(undefined)];
  const media = makeMedia();
  const connections: RTCPeerConnection[] = [];
  try {
    await connect(media.stream, ada, bo, true, connections);
    await connect(media.stream, ada, outsider, false, connections);
    return await verdictOn(async () => {
      const [one, other, third] = await Promise.all([ada.count(), bo.count(), outsider.count()]);
      return { members: [...one, ...other], outsider: third };
    });
  } catch {
    return { ok: false, why: 'error' };
  } finally {
    for (const connection of connections) connection.close();
    for (const worker of [ada, bo, outsider]) worker.end();
    media.end();
  }
}

async function verdictOn(count: () => Promise<Evidence>): Promise<Verdict> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const evidence = await count();
    const verdict = judge(evidence);
    if (verdict) return verdict;
    if (performance.now() > end) return { ok: false, why: failureOf(evidence) };
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function throwAwayKeys(): SlotKeys {
  const slot = slotAt(now());
  const slots = [slot - 1, slot, slot + 1].map((each) => ({
    slot: each,
    secret: encodeBase64(crypto.getRandomValues(new Uint8Array(32))),
  }));
  return [{ id: '0'.repeat(16), generation: 0, until: null, seals: true, slots }];
}

/** One connection from `from` to `to`. @param both whether `to` sends, too @param opened gets the ends, to be closed */
async function connect(
  stream: MediaStream,
  from: Participant,
  to: Participant,
  both: boolean,
  opened: RTCPeerConnection[],
): Promise<void> {
  // Chromium: nothing goes out before a transform is there. Firefox does not know it.
  const configuration: RTCConfiguration & { encodedInsertableStreams: boolean } = { encodedInsertableStreams: true };
  const [near, far] = [new RTCPeerConnection(configuration), new RTCPeerConnection(configuration)];
  opened.push(near, far);
  near.addEventListener('icecandidate', ({ candidate }) => void far.addIceCandidate(candidate ?? undefined));
  far.addEventListener('icecandidate', ({ candidate }) => void near.addIceCandidate(candidate ?? undefined));
  for (const track of stream.getTracks()) {
    const { sender, receiver } = near.addTransceiver(track, { direction: both ? 'sendrecv' : 'sendonly' });
    sender.transform = from.transform('send', track.kind);
    if (both) receiver.transform = from.transform('receive', track.kind);
  }
  far.addEventListener('track', ({ track, transceiver }) => {
    transceiver.receiver.transform = to.transform('receive', track.kind);
    const own = stream.getTracks().find(({ kind }) => kind === track.kind);
    if (!both || !own) return;
    transceiver.direction = 'sendrecv';
    transceiver.sender.transform = to.transform('send', track.kind);
    void transceiver.sender.replaceTrack(own);
  });
  await near.setLocalDescription();
  if (near.localDescription) await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  if (far.localDescription) await near.setRemoteDescription(far.localDescription);
}
