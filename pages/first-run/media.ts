/** Picture and sound without camera and microphone, so that nobody has to be asked. */
export interface SelfTestMedia {
  readonly stream: MediaStream;
  end(): void;
}

const FRAMES_PER_SECOND = 15;
const [WIDTH, HEIGHT] = [320, 180];

/** Needs a click on the page before: browsers let no page make sound on its own. */
export function makeMedia(): SelfTestMedia {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: WIDTH, height: HEIGHT });
  const context = canvas.getContext('2d');
  let step = 0;
  const draw = (): void => {
    if (!context) return;
    context.fillStyle = `hsl(${(step * 7) % 360} 60% 40%)`;
    context.fillRect(0, 0, WIDTH, HEIGHT);
    context.fillStyle = '#fff';
    context.fillRect((step++ * 5) % WIDTH, HEIGHT / 3, HEIGHT / 3, HEIGHT / 3);
  };
  draw();
  const timer = setInterval(draw, 1000 / FRAMES_PER_SECOND);

  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const output = audio.createMediaStreamDestination();
  tone.connect(output); // and to no loudspeaker
  tone.start();

  const pictures = canvas.captureStream(FRAMES_PER_SECOND);
  return {
    stream: new MediaStream([...pictures.getTracks(), ...output.stream.getTracks()]),
    end() {
      clearInterval(timer);
      for (const track of pictures.getTracks()) track.stop();
      void audio.close();
    },
  };
}
