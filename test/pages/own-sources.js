// Pictures and sound that the page makes by itself, where it asks for camera and microphone.
const RATE = 8_000;

/** A second of a tone, as a WAV file. */
function wave() {
  const samples = new Int16Array(RATE).map((_, i) => 16_000 * Math.sin((2 * Math.PI * 1_000 * i) / RATE));
  const [mono16, frame] = [1 | (1 << 16), 2 | (16 << 16)];
  const head = ['RIFF', 36 + samples.byteLength, 'WAVE', 'fmt ', 16, mono16, RATE, RATE * 2, frame, 'data'];
  const words = head.map((word) =>
    typeof word === 'string' ? new TextEncoder().encode(word) : new Uint32Array([word]),
  );
  return URL.createObjectURL(
    new Blob([...words, new Uint32Array([samples.byteLength]), samples], { type: 'audio/wav' }),
  );
}

/** What an element plays. */
async function fromElement() {
  const audio = Object.assign(new Audio(wave()), { loop: true });
  const stream = audio.captureStream ? audio.captureStream() : audio.mozCaptureStream();
  await audio.play();
  while (stream.getAudioTracks().length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  return stream;
}

/** What a graph of sounds gives, and pictures that are made one by one. */
async function fromGraph() {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency: 1_000 });
  const { stream } = tone.connect(new MediaStreamAudioDestinationNode(context));
  tone.start();
  const track = new MediaStreamTrackGenerator({ kind: 'video' });
  const writer = track.writable.getWriter();
  const canvas = new OffscreenCanvas(320, 192);
  const drawing = canvas.getContext('2d');
  setInterval(() => {
    drawing.fillStyle = `hsl(${performance.now() / 10} 80% 70%)`;
    drawing.fillRect(0, 0, 320, 192);
    writer.write(new VideoFrame(canvas, { timestamp: performance.now() * 1_000 }));
  }, 50);
  stream.addTrack(track);
  return stream;
}

window.useOwn = (source) => {
  navigator.mediaDevices.getUserMedia = { element: fromElement, graph: fromGraph }[source];
};
