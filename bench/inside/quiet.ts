/** Runs in a page: what a muted sender still sends, protected and not. */
import type { QuietRow } from '../results.ts';
import { loopBack, type Media } from './loop-back.ts';

const CALLS: readonly QuietRow['call'][] = ['plain', 'callseal', 'livekit'];
const SENDERS: readonly (Media & Pick<QuietRow, 'sender'>)[] = [
  { sender: 'Opus', codecs: ['audio/opus'], fmtp: 'usedtx=0' },
  { sender: 'Opus with DTX', codecs: ['audio/opus'], fmtp: 'usedtx=1' },
  { sender: 'RED and Opus with DTX', codecs: ['audio/red', 'audio/opus'], fmtp: 'usedtx=1' },
];
/** Until a call stands and its sound has been heard. */
const SPEAKING_MS = 2_000;
/** Until what was said before is sent, and DTX has begun. */
const FALLING_SILENT_MS = 2_000;

/** @param seconds for each sender; all calls send at the same time */
export async function measureQuiet(seconds: number): Promise<QuietRow[]> {
  const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const [track] = (await navigator.mediaDevices.getUserMedia({ audio: raw })).getTracks();
  if (!track) throw new Error('no microphone');
  const known = new Set((RTCRtpSender.getCapabilities('audio')?.codecs ?? []).map(({ mimeType }) => mimeType));
  const rows: QuietRow[] = [];
  for (const { sender, ...media } of SENDERS.filter(({ codecs }) => codecs.every((codec) => known.has(codec)))) {
    const loops = await Promise.all(CALLS.map(async (call) => ({ call, loop: await loopBack(call, track, media) })));
    const speaking = await ratesOf(loops, SPEAKING_MS);
    for (const { call, loop } of loops) {
      if ((await loop.opened()) === 0) throw new Error(`${call}: no frame was opened`);
    }
    track.enabled = false;
    await pass(FALLING_SILENT_MS);
    const muted = await ratesOf(loops, seconds * 1_000);
    track.enabled = true;
    for (const { call, loop } of loops) {
      loop.end();
      rows.push({ sender, call, speaking: speaking.get(call) ?? Number.NaN, muted: muted.get(call) ?? Number.NaN });
    }
  }
  track.stop();
  return rows;
}

/** Kilobits a second over some time. */
async function ratesOf(
  loops: readonly { readonly call: QuietRow['call']; readonly loop: Awaited<ReturnType<typeof loopBack>> }[],
  milliseconds: number,
): Promise<Map<QuietRow['call'], number>> {
  const [start, before] = [performance.now(), await Promise.all(loops.map(({ loop }) => loop.sent()))];
  await pass(milliseconds);
  const [elapsed, after] = [performance.now() - start, await Promise.all(loops.map(({ loop }) => loop.sent()))];
  return new Map(loops.map(({ call }, i) => [call, (((after[i] ?? 0) - (before[i] ?? 0)) * 8) / elapsed]));
}

function pass(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
