// A microphone whose tone changes at known times, a camera of a known rate whose pictures flash at the same times, and an ear
// that takes down when it hears what. Needs flash.js.
{
  const RATE = 48_000;

  const WORKLETS = `
    // 1 kHz, and in the first 100 ms of each second 3 kHz.
    registerProcessor('mouth', class extends AudioWorkletProcessor {
      process(_, [[out]]) {
        for (let i = 0; i < out.length; i++) {
          const frame = currentFrame + i;
          const inSecond = frame % ${RATE};
          if (inSecond === 0) this.port.postMessage(frame / ${RATE});
          out[i] = 0.5 * Math.sin((2 * Math.PI * (inSecond < ${RATE / 10} ? 3_000 : 1_000) * frame) / ${RATE});
        }
        return true;
      }
    });
    // The amplitudes of both, for each 5 ms: in these they have whole numbers of periods.
    registerProcessor('ear', class extends AudioWorkletProcessor {
      window = new Float32Array(240);
      filled = 0;
      found = [];
      process([[samples]]) {
        for (let i = 0; i < 128; i++) {
          this.window[this.filled++] = samples ? samples[i] : 0;
          if (this.filled < 240) continue;
          this.filled = 0;
          this.found.push(this.amplitude(1_000), this.amplitude(3_000));
          if (this.found.length < 30) continue; // of more at once Callseal makes silence
          this.port.postMessage({ end: (currentFrame + i + 1) / ${RATE}, found: this.found });
          this.found = [];
        }
        return true;
      }
      amplitude(hertz) {
        let [sine, cosine] = [0, 0];
        for (let i = 0; i < 240; i++) {
          const angle = (2 * Math.PI * hertz * i) / ${RATE};
          sine += this.window[i] * Math.sin(angle);
          cosine += this.window[i] * Math.cos(angle);
        }
        return Math.hypot(sine, cosine) / 120;
      }
    });
  `;

  const wallClock = () => performance.timeOrigin + performance.now();
  /** What was said and heard: times of the context, seconds, and the wall clock when that became known. */
  const spoken = [];
  const heard = [];

  async function graph() {
    const context = new AudioContext({ sampleRate: RATE });
    await context.resume();
    await context.audioWorklet.addModule(URL.createObjectURL(new Blob([WORKLETS], { type: 'text/javascript' })));
    return context;
  }

  async function speak(fps) {
    const context = await graph();
    const mouth = new AudioWorkletNode(context, 'mouth', { numberOfInputs: 0, outputChannelCount: [1] });
    mouth.port.onmessage = ({ data }) => {
      spoken.push([data, wallClock()]);
      flash.begin(data);
    };
    const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    mouth.connect(destination);
    navigator.mediaDevices.getUserMedia = async () => destination.stream;
    // Captured at each paint: with a rate Firefox leaves some of them out.
    globalThis.movingCanvas = () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 192 });
      const drawing = canvas.getContext('2d');
      let frame = 0;
      setInterval(() => {
        frame++;
        for (let y = 0; y < 192; y += 16)
          for (let x = 0; x < 320; x += 16) {
            drawing.fillStyle = `hsl(${(x * 3 + y * 7 + frame * 11) % 360} 80% ${30 + ((x + y + frame * 5) % 40)}%)`;
            drawing.fillRect(x, y, 16, 16);
          }
        flash.draw(drawing);
      }, 1_000 / fps);
      return canvas.captureStream().getVideoTracks()[0];
    };
  }

  async function listen(track) {
    const context = await graph();
    const ear = new AudioWorkletNode(context, 'ear', { numberOfOutputs: 0 });
    ear.port.onmessage = ({ data: { end, found } }) => heard.push([end, wallClock(), ...found]);
    new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) }).connect(ear);
  }

  /** @param from the tile that is watched @param voice whether Callseal plays the sound; without it, it is the tile's */
  async function attendTo(from, voice) {
    const track = () => {
      const [shown] = document.querySelectorAll('audio[data-voice]');
      const stream = voice ? shown?.srcObject : call.remotes.get(from)?.stream;
      return stream?.getAudioTracks()[0];
    };
    while (!track() || !call.remotes.has(from)) await new Promise((resolve) => setTimeout(resolve, 100));
    flash.watch(call.remotes.get(from).video);
    await listen(track());
  }

  window.hearing = {
    speak,
    attendTo,
    take: () => JSON.stringify({ spoken: spoken.splice(0), heard: heard.splice(0), ...flash.take() }),
  };
}
