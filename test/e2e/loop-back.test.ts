/**
 * A page that calls itself, as a self test before joining does: its own frames come back, its picture stands still for
 * long, and its call is stopped, switched off and on again. What the popup says stays true.
 */
import { expect, it } from 'vitest';
import type { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';
import { uiText } from '../support/ui-text.ts';

const stage = new Stage();

interface LoopBack {
  readonly from: RTCPeerConnection;
  moving: boolean;
}
declare const loopBack: LoopBack;

/** Three layers of a canvas, from one connection of the page to another. */
async function callItself(): Promise<void> {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 });
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
  const call = { from, moving: true };
  (globalThis as unknown as { loopBack: LoopBack }).loopBack = call;
  let frame = 0;
  setInterval(() => {
    if (!call.moving) return;
    frame++;
    for (let x = 0; x < 1280; x += 64) {
      for (let y = 0; y < 720; y += 60) {
        context.fillStyle = `hsl(${(x * 3 + y * 7 + frame * 11) % 360} 80% 50%)`;
        context.fillRect(x, y, 64, 60);
      }
    }
  }, 50);
  const [track] = canvas.captureStream(20).getVideoTracks();
  const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true });
  document.body.append(video);
  to.ontrack = (event) => {
    video.srcObject = new MediaStream([event.track]);
  };
  from.onicecandidate = ({ candidate }) => to.addIceCandidate(candidate ?? undefined);
  to.onicecandidate = ({ candidate }) => from.addIceCandidate(candidate ?? undefined);
  const layers = [{ rid: 'q', scaleResolutionDownBy: 4 }, { rid: 'h', scaleResolutionDownBy: 2 }, { rid: 'f' }];
  from.addTransceiver(track as MediaStreamTrack, { direction: 'sendonly', sendEncodings: layers });
  await from.setLocalDescription(await from.createOffer());
  await to.setRemoteDescription(from.localDescription as RTCSessionDescription);
  await to.setLocalDescription(await to.createAnswer());
  // No browser takes layers. A server's answer says so.
  const { type, sdp } = to.localDescription as RTCSessionDescription;
  const taken = layers.map(({ rid }) => `a=rid:${rid} recv\r\n`).join('');
  await from.setRemoteDescription({ type, sdp: `${sdp}${taken}a=simulcast:recv q;h;f\r\n` });
}

interface Figures {
  readonly frames: number;
  readonly bytes: number;
}

function figuresOf(member: Participant): Promise<Figures> {
  return member.page.evaluate(async () => {
    const stats = [...(await loopBack.from.getStats()).values()].filter(({ type }) => type === 'outbound-rtp');
    return {
      frames: stats.reduce((sum, { framesSent = 0 }) => sum + framesSent, 0),
      bytes: stats.reduce(
        (sum, { bytesSent = 0, retransmittedBytesSent = 0 }) => sum + bytesSent - retransmittedBytesSent,
        0,
      ),
    };
  });
}

/** Moves and stands still, until bytes have grown at three looks at which no frame came, or so many times. */
async function standStill(member: Participant, rounds: number): Promise<number> {
  let padded = 0;
  for (let round = 0; round < rounds && padded < 3; round++) {
    await member.page.evaluate(() => {
      loopBack.moving = true;
    });
    const { frames } = await figuresOf(member);
    await poll(async () => (await figuresOf(member)).frames > frames + 40);
    await member.page.evaluate(() => {
      loopBack.moving = false;
    });
    let last = await figuresOf(member);
    for (let look = 0; look < 5; look++) {
      await new Promise((resolve) => setTimeout(resolve, 1_000)); // a look of the guard
      const now = await figuresOf(member);
      if (now.frames === last.frames && now.bytes > last.bytes + 10_000) padded++;
      last = now;
    }
  }
  return padded;
}

async function said(member: Participant): Promise<string> {
  const popup = await member.popup();
  return popup.evaluate(() => document.querySelector('.status-text')?.textContent ?? '');
}

for (const browser of ['chromium', 'firefox'] as const) {
  it(`${browser}: own frames, a still picture, and a call that was stopped`, async () => {
    const site = await stage.site();
    const member = await stage.open(browser, site);
    await member.protect(PASSPHRASE);
    await member.page.evaluate(callItself);
    await member.until(({ totals }) => totals.sealed > 60 && (totals.failures.reflected ?? 0) > 30);
    await poll(async () => (await said(member)).includes(uiText('say_sealed_own')));

    // Firefox pads nothing, so there is nothing to wait for.
    const padded = await standStill(member, browser === 'chromium' ? 8 : 2);
    if (browser === 'chromium') expect(padded).toBeGreaterThanOrEqual(3);
    expect(await member.view()).toMatchObject({ state: 'sealed', broken: null });

    await member.page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.srcdoc = 'x';
      document.body.append(frame);
      const realm = window[0] as (Window & typeof globalThis) | undefined;
      const set = realm && Object.getOwnPropertyDescriptor(realm.RTCRtpSender.prototype, 'transform')?.set;
      for (const sender of loopBack.from.getSenders()) set?.call(sender, null);
    });
    await member.until(({ state }) => state === 'broken');
    await member.ask('popup:protect', { on: false });
    await member.until(({ state, broken }) => state === 'off' && broken === 'transform-replaced');
    await poll(async () => (await said(member)).includes('nothing is sent'));
    await member.ask('popup:protect', { on: true });
    await member.until(({ state, broken }) => state === 'broken' && broken === 'transform-replaced');
    await member.page.reload();
    await member.until(({ state, broken }) => state === 'armed' && broken === null);
  });
}
