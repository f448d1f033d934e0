/**
 * A page as an oracle: from a pristine realm it feeds recorded frames into a connection of its own whose other end our
 * worker opens. That works for the present, as SECURITY.md says, and never for the past.
 */
import { expect, it } from 'vitest';
import { recordingsOf } from '../support/janus.ts';
import { poll } from '../support/poll.ts';
import { Reader, type ReadFrame } from '../support/reader.ts';
import { heldIn } from '../support/server-view.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';

const stage = new Stage();
const WEEK = 7 * 24 * 3_600_000;
const FRAMES = 150;

/** Sends `frames` (base64) through a connection that the hook does not see, into one that it does. */
async function feed(frames: readonly string[]): Promise<void> {
  const frame = document.createElement('iframe');
  frame.src = '/never';
  document.body.append(frame);
  const pristine = window[0] as (Window & typeof globalThis) | undefined;
  if (!pristine) throw new Error('no pristine realm');
  const [from, to] = [new pristine.RTCPeerConnection(), new RTCPeerConnection()];
  from.onicecandidate = ({ candidate }) => candidate && to.addIceCandidate(candidate);
  to.onicecandidate = ({ candidate }) => candidate && from.addIceCandidate(candidate);
  const media = await navigator.mediaDevices.getUserMedia({ audio: true });
  const [track] = media.getAudioTracks();
  if (!track) throw new Error('no microphone');
  const { sender } = from.addTransceiver(track);
  const set = Object.getOwnPropertyDescriptor(pristine.RTCRtpSender.prototype, 'transform')?.set;
  set?.call(sender, new pristine.RTCRtpScriptTransform(new Worker('/oracle-worker.js'), { frames }));
  await from.setLocalDescription();
  await to.setRemoteDescription(from.localDescription as RTCSessionDescription);
  await to.setLocalDescription();
  await from.setRemoteDescription(to.localDescription as RTCSessionDescription);
}

it('opens nothing of the past', async () => {
  const site = await stage.site();
  const room = await stage.janus.createRoom();
  const ada = await stage.open('chromium', site);
  await ada.protect(PASSPHRASE);
  await ada.join({ port: stage.janus.port, id: room.id, name: 'ada' });
  const reader = new Reader(PASSPHRASE, 'localhost', '/meeting');
  const recorded = (): readonly ReadFrame[] =>
    recordingsOf(room, 'audio').flatMap((recording) => heldIn(recording, reader).sealed);
  await poll(async () => recorded().length > FRAMES, { state: () => `${recorded().length} frames` });
  await stage.end();
  const frames = recorded()
    .slice(0, FRAMES)
    .map(({ bytes }) => bytes.toString('base64'));
  expect(frames.length).toBe(FRAMES);

  const open = async (clock: number) => {
    const eve = await stage.open('chromium', site);
    await eve.setClock(clock);
    await eve.protect(PASSPHRASE);
    await eve.page.evaluate(feed, frames);
    return eve;
  };
  // The control: an oracle for the present, in which the same frames open.
  const now = await open(0);
  expect((await now.until(({ totals }) => totals.opened > 100)).totals.opened).toBeGreaterThan(100);
  await stage.end();

  const later = await open(WEEK);
  await poll(async () => ((await later.view()).totals.failures.stale ?? 0) > 100);
  expect((await later.view()).totals.opened).toBe(0);
});
