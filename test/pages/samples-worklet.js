// Hands samples, or only their level, to the page.
registerProcessor(
  'samples',
  class extends AudioWorkletProcessor {
    process([[samples]]) {
      if (samples) this.port.postMessage(samples.slice());
      return true;
    }
  },
);
registerProcessor(
  'level',
  class extends AudioWorkletProcessor {
    process([[samples]]) {
      if (samples) this.port.postMessage({ level: Math.max(...samples.map(Math.abs)) });
      return true;
    }
  },
);
