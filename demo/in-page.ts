/** Functions that run in the conference's page: they look at its tiles and listen to its sound, as a person would. */

/** Brightness (0 to 255) of a tile's picture on a grid of 16 x 9, row by row. */
export interface Seen {
  readonly width: number;
  readonly height: number;
  readonly luma: number[];
}

/** `peak`: loudest sample, 0 to 1. `toneShare`: the 1 kHz tone's share of the energy in the best stretch, 0 to 1. */
export interface Heard {
  readonly peak: number;
  readonly toneShare: number;
  readonly seconds: number;
}

/** undefined while the tile shows nothing. Must not use anything outside itself: its text is sent to the page. */
export function look(name: string): Seen | undefined {
  const video = document.querySelector<HTMLVideoElement>(`figure[data-name="${name}"] video`);
  if (!video?.videoWidth) return undefined;
  const { videoWidth: width, videoHeight: height } = video;
  const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
  if (!context) return undefined;
  context.drawImage(video, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  // The mean of each cell, for a browser that draws a picture so small leaves most of it out. No named function in here:
  // the loader would wrap it in a helper that the page does not have.
  const sums = new Float64Array(16 * 9);
  const counts = new Float64Array(16 * 9);
  for (let i = 0; i < width * height; i++) {
    const [r = 0, g = 0, b = 0] = data.subarray(4 * i, 4 * i + 3);
    const cell = Math.floor((Math.floor(i / width) * 9) / height) * 16 + Math.floor(((i % width) * 16) / width);
    sums[cell] = (sums[cell] ?? 0) + 0.299 * r + 0.587 * g + 0.114 * b;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return { width, height, luma: Array.from(sums, (sum, cell) => sum / (counts[cell] || 1)) };
}

/** Listens to a tile for about three seconds of sound. Must not use anything outside itself. */
export async function hear(name: string): Promise<Heard> {
  const BLOCK = 16_384;
  const SECONDS = 3;
  const TONE_HZ = 1_000;
  const video = document.querySelector<HTMLVideoElement>(`figure[data-name="${name}"] video`);
  if (!(video?.srcObject instanceof MediaStream)) throw new Error(`there is no tile of ${name}`);
  const audio = new AudioContext({ sampleRate: 48_000 });
  const analyser = new AnalyserNode(audio, { fftSize: BLOCK });
  audio.createMediaStreamSource(video.srcObject).connect(analyser);
  await audio.resume();
  const start = audio.currentTime;
  const wave = new Float32Array(BLOCK);
  let peak = 0;
  let toneShare = 0;
  for (let next = start + BLOCK / audio.sampleRate; audio.currentTime - start < SECONDS; ) {
    if (audio.currentTime < next) {
      await new Promise((resolve) => setTimeout(resolve, 20)); // the audio clock has no event
      continue;
    }
    next = audio.currentTime + BLOCK / audio.sampleRate;
    analyser.getFloatTimeDomainData(wave);
    let [energy, sine, cosine] = [0, 0, 0];
    wave.forEach((value, i) => {
      peak = Math.max(peak, Math.abs(value));
      // A Hann window keeps the tone's energy in one place although it does not fit the block.
      const weighted = value * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / BLOCK));
      energy += weighted * weighted;
      sine += weighted * Math.sin((2 * Math.PI * TONE_HZ * i) / audio.sampleRate);
      cosine += weighted * Math.cos((2 * Math.PI * TONE_HZ * i) / audio.sampleRate);
    });
    // 3 = 2 x the window's noise bandwidth of 1.5 bins: a pure tone gives 1.
    if (energy > 0)
      toneShare = Math.max(toneShare, Math.min(1, ((sine * sine + cosine * cosine) * 3) / (BLOCK * energy)));
  }
  const seconds = audio.currentTime - start;
  await audio.close();
  return { peak, toneShare, seconds };
}
