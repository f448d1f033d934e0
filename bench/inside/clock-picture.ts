/** A camera whose pictures say when they were drawn, and what reads that from a picture that was shown. */

const WIDTH = 640;
const HEIGHT = 360;
const RATE = 30;
/** The time stands in fields at the top, black or white, large enough for any encoder: the lowest bit on the left. */
const BITS = 16;
const FIELD = WIDTH / BITS;

/** Pictures of the page's time in milliseconds, 30 a second, with something that moves below it. */
export function clockCamera(): { readonly track: MediaStreamTrack; stop(): void } {
  const { canvas, context } = makeCanvas(HEIGHT);
  const timer = setInterval(() => {
    const time = Math.round(performance.now());
    context.fillStyle = '#456';
    context.fillRect(0, 0, WIDTH, HEIGHT);
    context.fillStyle = '#cba';
    context.fillRect((time / 5) % WIDTH, HEIGHT / 2, 80, 80);
    for (let bit = 0; bit < BITS; bit++) {
      context.fillStyle = (time >> bit) & 1 ? '#fff' : '#000';
      context.fillRect(bit * FIELD, 0, FIELD, FIELD);
    }
  }, 1_000 / RATE);
  const [track] = canvas.captureStream(RATE).getVideoTracks();
  if (!track) throw new Error('a canvas gives a track');
  return {
    track,
    stop() {
      clearInterval(timer);
      track.stop();
    },
  };
}

/** Tells `shown` of each picture how old it was when it was shown: milliseconds. */
export function readClock(track: MediaStreamTrack, shown: (age: number) => void): void {
  const { context } = makeCanvas(FIELD);
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  document.body.append(video);
  const read = (): void => {
    const now = performance.now();
    context.drawImage(video, 0, 0, WIDTH, HEIGHT);
    const { data } = context.getImageData(0, FIELD / 2, WIDTH, 1);
    let time = 0;
    for (let bit = 0; bit < BITS; bit++) time |= (data[(bit + 0.5) * FIELD * 4] ?? 0) > 127 ? 1 << bit : 0;
    shown((now - time) % (1 << BITS));
    video.requestVideoFrameCallback(read);
  };
  video.requestVideoFrameCallback(read);
  void video.play();
}

function makeCanvas(height: number) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [WIDTH, height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  return { canvas, context };
}
