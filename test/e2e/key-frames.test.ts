/** A picture at once: whoever gets the key late, or whose sender was without, waits for no key frame of the encoder's own. */
import { expect, it } from 'vitest';
import { type Room, recordingsOf } from '../support/janus.ts';
import { likeLockCard } from '../support/lock-card.ts';
import type { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { Reader } from '../support/reader.ts';
import { heldIn } from '../support/server-view.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';

declare const call: { readonly room: { readonly senderConnection: RTCPeerConnection } };

/** As in the receiving pipe. */
const KEY_FRAME_INTERVAL_MS = 2_000;

const stage = new Stage();
const reader = new Reader(PASSPHRASE, 'localhost', '/meeting');

interface Call {
  readonly room: Room;
  readonly ada: Participant;
  readonly bo: Participant;
}

/** Ada sends, Bo has no key yet. */
async function meet(senderBrowser: 'chromium' | 'firefox'): Promise<Call> {
  const site = await stage.site();
  const room = await stage.janus.createRoom();
  const ada = await stage.open(senderBrowser, site);
  const bo = await stage.open('chromium', site);
  await ada.protect(PASSPHRASE);
  await bo.protect();
  const at = { port: stage.janus.port, id: room.id };
  await ada.join({ ...at, name: 'ada', video: senderBrowser === 'firefox' ? 'canvas' : 'camera' });
  await bo.join({ ...at, name: 'bo' });
  return { room, ada, bo };
}

const video = async (to: Participant): Promise<Record<string, number>> => (await to.stats()).received.ada?.video ?? {};

/** Key frames that the server has, sealed: the lowest bit of a VP8 frame is 0 (RFC 6386 section 9.1). */
const keyFrames = (room: Room): number =>
  recordingsOf(room, 'video')
    .flatMap((path) => heldIn(path, reader).sealed)
    .filter(({ clear }) => clear && ((clear[0] ?? 1) & 1) === 0).length;

const seesLockCard = async (to: Participant): Promise<boolean> => likeLockCard(await to.picture('ada')) > 0.9;

/** Until ada's picture has been decoded, and not the card. */
const picture = (to: Participant): Promise<void> =>
  poll(async () => (await to.picture('ada')) !== undefined && !(await seesLockCard(to)));

for (const browser of ['chromium', 'firefox'] as const) {
  it(`${browser}: who gets the key late asks once, and has the picture`, async () => {
    const { room, bo } = await meet(browser);
    await poll(async () => ((await video(bo)).framesDecoded ?? 0) > 30 && (await seesLockCard(bo)));
    const before = await video(bo);
    const asked = Date.now();
    await bo.protect(PASSPHRASE);
    await picture(bo);
    const after = await video(bo);
    // One request of ours, one that the browser may make of its own, and more only where the machine takes longer than
    // the pause between two.
    const requests = 2 + Math.floor((Date.now() - asked) / KEY_FRAME_INTERVAL_MS);
    expect((after.pliCount ?? 0) - (before.pliCount ?? 0)).toBeLessThanOrEqual(requests);
    expect((after.keyFramesDecoded ?? 0) - (before.keyFramesDecoded ?? 0)).toBeGreaterThanOrEqual(1);
    expect(keyFrames(room)).toBeGreaterThanOrEqual(2);
  });

  it(`${browser}: a sender that seals anew makes a key frame by itself`, async () => {
    const { room, ada, bo } = await meet(browser);
    await bo.protect(PASSPHRASE);
    await picture(bo);
    // Nobody is left to ask for one.
    await bo.page.close();
    await ada.ask('popup:protect', { on: false });
    await ada.until(({ state }) => state === 'off');
    const before = keyFrames(room);
    await ada.ask('popup:protect', { on: true });
    await poll(async () => keyFrames(room) > before);
  });
}

it('a page that holds parameters may still set them after our request for a key frame', async () => {
  const { room, ada } = await meet('chromium');
  await ada.until(({ state }) => state === 'sealed');
  await ada.page.evaluate(() => {
    const sender = call.room.senderConnection.getSenders().find(({ track }) => track?.kind === 'video');
    Object.assign(globalThis, { held: { sender, parameters: sender?.getParameters() } });
  });
  const before = keyFrames(room);
  await ada.ask('popup:protect', { on: false });
  await ada.until(({ state }) => state === 'off');
  await ada.ask('popup:protect', { on: true });
  await poll(async () => keyFrames(room) > before);
  const bitrate = await ada.page.evaluate(async () => {
    const { held } = globalThis as unknown as { held: { sender: RTCRtpSender; parameters: RTCRtpSendParameters } };
    const [encoding] = held.parameters.encodings;
    if (encoding) encoding.maxBitrate = 123_000;
    await held.sender.setParameters(held.parameters);
    return held.sender.getParameters().encodings[0]?.maxBitrate;
  });
  expect(bitrate).toBe(123_000);
});
