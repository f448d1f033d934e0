/** Runs in a page: from mouth to ear, in calls at the same time, from one source. */
import type { DelayRow } from '../results.ts';
import { type LoopBack, loopBack } from './loop-back.ts';
import { quantile } from './measure.ts';

const CALLS: readonly DelayRow['call'][] = ['plain', 'passing', 'callseal', 'livekit'];
const OPUS = { codecs: ['audio/opus'] } as const;
/** Until the receivers' buffers have found their length. */
const WARM_UP_MS = 5_000;
/** A click a little off each half second, so that it falls anywhere in a packet. */
const CLICK_S = 0.513;

/** Notes when each input begins to be loud, after it was quiet. */
const EAR = `registerProcessor('ear', class extends AudioWorkletProcessor {
  quiet = [];
  process(inputs) {
    inputs.forEach(([samples], input) => {
      samples?.forEach((sample, at) => {
        if (Math.abs(sample) < 0.05) this.quiet[input] = (this.quiet[input] ?? 0) + 1;
        else {
          if ((this.quiet[input] ?? 0) > sampleRate / 10) this.port.postMessage([input, currentTime + at / sampleRate]);
          this.quiet[input] = 0;
        }
      });
    });
    return true;
  }
});`;

/** @returns undefined where no AudioContext runs: Firefox has none without a sound card */
export async function measureSoundDelay(seconds: number, rounds: number): Promise<DelayRow[] | undefined> {
  const context = new AudioContext({ sampleRate: 48_000 });
  await Promise.race([context.resume(), pass(3_000)]);
  if (context.state !== 'running') return undefined;
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([EAR], { type: 'text/javascript' })));
  const found: Record<DelayRow['call'], number[]>[] = [];
  for (let round = 0; round < rounds; round++) {
    const order = CALLS.map((_, i) => CALLS[(round + i) % CALLS.length] ?? 'plain');
    found.push(await measureRound(context, order, seconds));
  }
  await context.close();
  return CALLS.map((call) => {
    const all = found.flatMap((delays) => delays[call]);
    const [p50, p95] = [quantile(all, 0.5), quantile(all, 0.95)];
    return { call, pictures: all.length, mean: mean(all), p50, p95, rounds: found.map((delays) => mean(delays[call])) };
  });
}

async function measureRound(
  context: AudioContext,
  order: readonly DelayRow['call'][],
  seconds: number,
): Promise<Record<DelayRow['call'], number[]>> {
  const delays: Record<DelayRow['call'], number[]> = { plain: [], passing: [], callseal: [], livekit: [] };
  const ear = new AudioWorkletNode(context, 'ear', { numberOfInputs: 1 + order.length });
  const mouth = context.createMediaStreamDestination();
  const gate = new GainNode(context, { gain: 0 });
  const tone = new OscillatorNode(context, { frequency: 700 });
  tone.connect(gate).connect(mouth);
  gate.connect(ear, 0, 0);
  tone.start();
  const [track] = mouth.stream.getAudioTracks();
  if (!track) throw new Error('no sound');
  const loops: LoopBack[] = [];
  for (const [i, call] of order.entries()) {
    const loop = await loopBack(call, track, OPUS);
    loops.push(loop);
    const stream = new MediaStream([loop.track]);
    // Chromium hands a remote sound on only while an element plays it.
    void Object.assign(new Audio(), { srcObject: stream, muted: true }).play();
    context.createMediaStreamSource(stream).connect(ear, 0, 1 + i);
  }
  await pass(WARM_UP_MS);
  let said = Number.NaN;
  ear.port.onmessage = ({ data: [input, at] }: MessageEvent<[number, number]>) => {
    const call = order[input - 1];
    if (input === 0) said = at;
    else if (call && at > said) delays[call].push((at - said) * 1_000);
  };
  const start = context.currentTime;
  for (let at = start + 0.1; at < start + seconds; at += CLICK_S) {
    gate.gain.setValueAtTime(0.8, at);
    gate.gain.setValueAtTime(0, at + 0.03);
  }
  await pass(seconds * 1_000 + 500);
  for (const loop of loops) {
    if ((await loop.opened()) === 0) throw new Error('no frame was opened');
    loop.end();
  }
  tone.stop();
  ear.port.close();
  for (const call of order) if (delays[call].length === 0) throw new Error(`${call}: no sound was heard`);
  return delays;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function pass(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
