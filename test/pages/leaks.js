// A client that sends camera and microphone past the RTP senders, in every way that clients are known to. It does not
// evade anybody: it is careless.
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function open(path) {
  const socket = new WebSocket(`ws://127.0.0.1:${client.port}${path}`);
  socket.binaryType = 'arraybuffer';
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve(socket);
    socket.onerror = () => reject(new Error('no connection to the sink'));
  });
}

async function capture(constraints) {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { width: 320, height: 240 },
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    ...constraints,
  });
  // Firefox's camera for tests is one colour, which says nothing.
  const [plain] = navigator.userAgent.includes('Firefox') ? stream.getVideoTracks() : [];
  if (plain) {
    stream.removeTrack(plain);
    stream.addTrack(noise().captureStream(20).getVideoTracks()[0]);
  }
  return stream;
}

/** A canvas with a grainy picture that moves. */
function noise() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
  const context = canvas.getContext('2d');
  const grain = context.createImageData(320, 240);
  grain.data.forEach((_, i) => {
    grain.data[i] = i % 4 === 3 ? 255 : Math.random() * 255;
  });
  let shift = 0;
  setInterval(() => context.putImageData(grain, (shift++ % 16) - 8, 0), 50);
  return canvas;
}

async function player(stream) {
  const video = Object.assign(document.createElement('video'), { srcObject: stream, muted: true, autoplay: true });
  document.documentElement.append(video);
  await video.play();
  return video;
}

/** Records the stream and gives each piece to `take`, until the page is closed. */
function record(stream, take) {
  const recorder = new MediaRecorder(stream);
  recorder.ondataavailable = ({ data }) => data.size > 0 && take(data);
  recorder.start(200);
  return recorder;
}

/** Gives a frame of the stream to `take`, twenty times a second. */
async function frames(stream, take) {
  const video = await player(stream);
  setInterval(() => take(new VideoFrame(video, { timestamp: Math.round(performance.now() * 1000) })), 50);
}

function encoder(take) {
  let count = 0;
  const video = new VideoEncoder({
    output(chunk) {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      take(bytes);
    },
    error: (error) => console.error(error),
  });
  video.configure({ codec: 'vp8', width: 320, height: 240, bitrate: 500_000 });
  return (frame) => {
    video.encode(frame, { keyFrame: count++ % 30 === 0 });
    frame.close();
  };
}

/** A connection of this page with itself: the far end of its channel stands for the server's. */
async function loop(label = 'files', give) {
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  near.onicecandidate = ({ candidate }) => far.addIceCandidate(candidate);
  far.onicecandidate = ({ candidate }) => near.addIceCandidate(candidate);
  const channel = near.createDataChannel(label, { ordered: false, maxRetransmits: 0 });
  give?.(channel); // a channel can be given to a worker in the task that made it only
  far.ondatachannel = (event) => {
    event.channel.onmessage = ({ data }) => {
      client.farEnd += data.byteLength ?? data.length;
    };
  };
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription);
  if (!give) await new Promise((resolve) => (channel.onopen = resolve));
  return channel;
}

async function worker(path) {
  const made = new Worker('/leaks-worker.js');
  if (path) {
    const opened = new Promise((resolve) => (made.onmessage = resolve));
    made.postMessage({ address: `ws://127.0.0.1:${client.port}${path}` });
    await opened;
  }
  return made;
}

function integers(samples) {
  const sent = new Int16Array(samples.length);
  samples.forEach((sample, i) => {
    sent[i] = sample < 0 ? sample * 0x8000 : sample * 0x7fff;
  });
  return sent;
}

async function graph() {
  const context = new AudioContext();
  await context.resume();
  return { context, source: context.createMediaStreamSource(await capture({ video: false })) };
}

/** A frame of another origin that sends what it is told to its own server, and the source of its first message. */
async function foreignFrame(path) {
  const told = new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
  const inner = Object.assign(document.createElement('iframe'), {
    src: `http://127.0.0.1:${client.port}/frame.html?${path}`,
  });
  document.documentElement.append(inner);
  return { inner, source: (await told).source };
}

/** Gives a canvas with the camera's picture to `take`, five times a second. */
async function snapshots(take) {
  const video = await player(await capture());
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
  setInterval(() => {
    canvas.getContext('2d').drawImage(video, 0, 0);
    take(canvas);
  }, 200);
}

const ways = {
  async 'recorder-blob'(path) {
    const socket = await open(path);
    record(await capture(), (data) => socket.send(data));
  },
  async 'recorder-framed'(path) {
    const socket = await open(path);
    record(await capture(), async (data) => {
      const packet = new Uint8Array(8 + data.size);
      packet.set(new Uint8Array(await data.arrayBuffer()), 8);
      socket.send(packet);
    });
  },
  async 'recorder-base64'(path) {
    const socket = await open(path);
    record(await capture(), (data) => {
      const reader = new FileReader();
      reader.onload = () =>
        socket.send(JSON.stringify({ media: reader.result.slice(reader.result.indexOf(';base64,') + 8) }));
      reader.readAsDataURL(data);
    });
  },
  async 'recorder-fetch'(path) {
    record(await capture(), (data) =>
      fetch(`http://127.0.0.1:${client.port}${path}`, { method: 'POST', body: data }).catch(() => undefined),
    );
  },
  async 'recorder-request'(path) {
    record(await capture(), async (data) => {
      const body = await data.arrayBuffer();
      await fetch(new Request(`http://127.0.0.1:${client.port}${path}`, { method: 'POST', body })).catch(
        () => undefined,
      );
    });
  },
  async 'recorder-form'(path) {
    record(await capture(), (data) => {
      const form = new FormData();
      form.append('media', new Blob([data], { type: data.type }));
      const request = new XMLHttpRequest();
      request.open('POST', `http://127.0.0.1:${client.port}${path}`);
      request.send(form);
    });
  },
  async 'recorder-beacon'(path) {
    record(await capture(), (data) => navigator.sendBeacon(`http://127.0.0.1:${client.port}${path}`, data));
  },
  async 'recorder-channel'() {
    const channel = await loop();
    record(await capture(), async (data) => {
      const bytes = await data.arrayBuffer();
      for (let start = 0; start < bytes.byteLength; start += 1_000) channel.send(bytes.slice(start, start + 1_000));
    });
  },
  async 'encoder-socket'(path) {
    const socket = await open(path);
    await frames(
      await capture(),
      encoder((bytes) => socket.send(bytes)),
    );
  },
  async 'picture-blob'(path) {
    const socket = await open(path);
    const video = await player(await capture());
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
    setInterval(() => {
      canvas.getContext('2d').drawImage(video, 0, 0);
      canvas.toBlob((blob) => socket.send(blob), 'image/jpeg');
    }, 200);
  },
  async 'picture-address'(path) {
    const socket = await open(path);
    const video = await player(await capture());
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
    setInterval(() => {
      canvas.getContext('2d').drawImage(video, 0, 0);
      socket.send(canvas.toDataURL('image/jpeg'));
    }, 200);
  },
  async 'picture-pixels'(path) {
    const socket = await open(path);
    const video = await player(await capture());
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    setInterval(() => {
      context.drawImage(video, 0, 0);
      socket.send(context.getImageData(0, 0, 320, 240).data);
    }, 200);
  },
  async 'picture-pattern'(path) {
    const socket = await open(path);
    const video = await player(await capture());
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
    const context = canvas.getContext('2d');
    setInterval(() => {
      context.fillStyle = context.createPattern(video, 'repeat');
      context.fillRect(0, 0, 320, 240);
      canvas.toBlob((blob) => socket.send(blob), 'image/jpeg');
    }, 200);
  },
  async 'picture-buffer'(path) {
    const socket = await open(path);
    const video = await player(await capture());
    const gl = Object.assign(document.createElement('canvas'), { width: 320, height: 240 }).getContext('webgl2');
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, gl.createBuffer());
    gl.bufferData(gl.PIXEL_PACK_BUFFER, 16 * 12 * 4, gl.STREAM_READ);
    const pixels = new Uint8Array(16 * 12 * 4);
    setInterval(() => {
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, video);
      gl.framebufferTexture2D(
        gl.FRAMEBUFFER,
        gl.COLOR_ATTACHMENT0,
        gl.TEXTURE_2D,
        gl.getParameter(gl.TEXTURE_BINDING_2D),
        0,
      );
      gl.readPixels(0, 0, 16, 12, gl.RGBA, gl.UNSIGNED_BYTE, 0);
      gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, pixels);
      socket.send(pixels);
    }, 200);
  },
  async 'recorder-later'(path) {
    record(await capture(), (data) =>
      fetchLater(`http://127.0.0.1:${client.port}${path}`, { method: 'POST', body: data, activateAfter: 0 }),
    );
  },
  async 'frame-copy'(path) {
    const socket = await open(path);
    await frames(await capture(), async (frame) => {
      const bytes = new Uint8Array(frame.allocationSize());
      await frame.copyTo(bytes);
      frame.close();
      socket.send(bytes);
    });
  },
  async 'worker-rows'(path) {
    const made = await worker(path);
    await frames(await capture(), (frame) => made.postMessage({ job: 'rows', frame }, [frame]));
  },
  async 'worker-port'(path) {
    const made = await worker(path);
    const { port1, port2 } = new MessageChannel();
    made.postMessage({ port: port2 }, [port2]);
    await frames(await capture(), (frame) => port1.postMessage({ job: 'rows', frame }, { transfer: [frame] }));
  },
  async 'worker-encode'(path) {
    const socket = await open(path);
    const made = await worker();
    made.onmessage = ({ data }) => socket.send(data.bytes);
    await frames(await capture(), (frame) => made.postMessage({ job: 'encode', frame }, [frame]));
  },
  async 'worker-stream'(path) {
    const made = await worker(path);
    const [track] = (await capture()).getVideoTracks();
    const { readable } = new MediaStreamTrackProcessor({ track });
    made.postMessage({ job: 'stream', readable }, [readable]);
  },
  async 'worker-channel'() {
    const made = await worker();
    await loop('files', (channel) => made.postMessage({ job: 'send', channel }, [channel]));
  },
  async 'worklet-samples'(path) {
    const socket = await open(path);
    const { context, source } = await graph();
    await context.audioWorklet.addModule('/samples-worklet.js');
    const node = new AudioWorkletNode(context, 'samples');
    node.port.onmessage = ({ data }) => socket.send(integers(data));
    source.connect(node);
  },
  async 'script-samples'(path) {
    const socket = await open(path);
    const { context, source } = await graph();
    const node = context.createScriptProcessor(4_096, 1, 1);
    node.onaudioprocess = ({ inputBuffer }) => socket.send(integers(inputBuffer.getChannelData(0)));
    source.connect(node);
    node.connect(context.destination);
    client.node = node;
  },
  async 'audio-encoder'(path) {
    const socket = await open(path);
    const audio = new AudioEncoder({
      output(chunk) {
        const bytes = new Uint8Array(chunk.byteLength);
        chunk.copyTo(bytes);
        socket.send(bytes);
      },
      error: (error) => console.error(error),
    });
    audio.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 1, bitrate: 32_000 });
    // Sound as a worklet or a decoder would hand it over; works without a sound card.
    const data = Float32Array.from({ length: 960 }, (_, i) => Math.sin((2 * Math.PI * 1_000 * i) / 48_000) / 2);
    let timestamp = 0;
    setInterval(() => {
      const sound = new AudioData({
        ...{ format: 'f32', sampleRate: 48_000, numberOfFrames: 960, numberOfChannels: 1 },
        ...{ timestamp, data },
      });
      timestamp += 20_000;
      audio.encode(sound);
      sound.close();
    }, 20);
  },
  async 'frame-blob'(path) {
    const { inner } = await foreignFrame(path);
    await snapshots((canvas) => canvas.toBlob((blob) => inner.contentWindow.postMessage(blob, '*'), 'image/jpeg'));
  },
  async 'frame-text'(path) {
    const { inner } = await foreignFrame(path);
    const target = inner.contentWindow; // kept, as clients do
    await snapshots((canvas) =>
      target.postMessage({ snapshot: [canvas.toDataURL('image/jpeg')] }, { targetOrigin: '*' }),
    );
  },
  async 'frame-bitmap'(path) {
    const { inner, source } = await foreignFrame(path);
    if (source !== inner.contentWindow) throw new Error('the source of a message is another window');
    await snapshots(async (canvas) => {
      const bitmap = await createImageBitmap(canvas);
      source.postMessage({ bitmap }, '*', [bitmap]);
    });
  },
  async 'media-channel'() {
    const channel = await loop('ZoomWebclientVideoDataChannel');
    await frames(
      await capture(),
      encoder((bytes) => channel.send(bytes)),
    );
  },
  async volume(path) {
    const socket = await open(path);
    const video = await player(await capture());
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    setInterval(() => {
      context.drawImage(video, 0, 0);
      const { data } = context.getImageData(0, 0, 320, 240);
      client.sentAt.push(Math.floor(performance.now() / 1_000));
      socket.send(data.slice(0, 1_000).map((byte) => byte ^ 0x5a)); // a cipher, as far as anybody can see from outside
    }, 50);
  },
};

/** What no call does without, and must not be touched. */
const harmless = {
  /** A blurred background by streams. @returns its track */
  async pipe() {
    const [track] = (await capture()).getVideoTracks();
    const { readable } = new MediaStreamTrackProcessor({ track });
    const generator = new MediaStreamTrackGenerator({ kind: 'video' });
    const { writable } = generator;
    (await worker()).postMessage({ job: 'pipe', readable, writable }, [readable, writable]);
    return generator;
  },
  /** A background by messages, drawn on a canvas. @returns its track */
  async effect() {
    const made = await worker();
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
    made.onmessage = ({ data }) => canvas.getContext('2d').drawImage(data.bitmap, 0, 0, 320, 240);
    await frames(await capture(), (frame) => made.postMessage({ job: 'effect', frame }, [frame]));
    return canvas.captureStream(20).getVideoTracks()[0];
  },
};

/** Lightest less darkest of a track's picture, 0 to 255. */
async function contrast(track) {
  const video = await player(new MediaStream([track]));
  const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 24 });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(video, 0, 0, 32, 24);
  const { data } = context.getImageData(0, 0, 32, 24);
  const light = data.filter((_, i) => i % 4 === 1);
  video.remove();
  return Math.max(...light) - Math.min(...light);
}

/** A connection with itself that negotiated sound. @returns its sender's tones */
async function telephone() {
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  near.onicecandidate = ({ candidate }) => far.addIceCandidate(candidate);
  far.onicecandidate = ({ candidate }) => near.addIceCandidate(candidate);
  const stream = await capture({ video: false });
  const sender = near.addTrack(stream.getAudioTracks()[0], stream);
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  const connected = new Promise((resolve) => {
    near.onconnectionstatechange = () => near.connectionState === 'connected' && resolve();
  });
  await near.setRemoteDescription(far.localDescription);
  await connected;
  return sender.dtmf;
}

const client = {
  port: 0,
  /** Dials, and leaves. @returns what the browser said of it, the first tone or the error's name, and the tones that wait then */
  async dial(tones) {
    client.keypad ??= await telephone();
    const first = new Promise(
      (resolve) => (client.keypad.ontonechange = ({ tone }) => resolve([tone, client.waiting()])),
    );
    try {
      client.keypad.insertDTMF(tones, 6_000);
    } catch (error) {
      return [error.name, client.waiting()];
    }
    return first;
  },
  /** Sends the file of the page's input whole, in a request, and in pieces of three kinds, while the camera is read. @returns statuses */
  async upload(port, file) {
    const video = await player(await capture());
    const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 24 });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const address = `http://127.0.0.1:${port}/upload`;
    const statuses = [];
    const send = async (request) => {
      context.drawImage(video, 0, 0);
      context.getImageData(0, 0, 32, 24);
      statuses.push((await fetch(request)).status);
    };
    await send(new Request(address, { method: 'POST', body: file }));
    for (let start = 0; start < file.size; start += 300_000) {
      const part = file.slice(start, start + 300_000);
      await send(new Request(address, { method: 'POST', body: start === 0 ? await part.arrayBuffer() : part }));
    }
    // As file transfers do: whatever comes of its stream, and what a FileReader makes of its pieces.
    const reader = file.stream().getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      await send(new Request(address, { method: 'POST', body: read.value }));
    }
    for (let start = 0; start < file.size; start += 200_000) {
      const pieces = new FileReader();
      const loaded = new Promise((resolve) => (pieces.onload = resolve));
      pieces.readAsArrayBuffer(file.slice(start, start + 200_000));
      await loaded;
      await send(new Request(address, { method: 'POST', body: pieces.result }));
    }
    return statuses;
  },
  waiting: () => client.keypad.toneBuffer,
  /** Captions of the browser's. @returns the names of the first two things that happen */
  captions() {
    const recognition = new webkitSpeechRecognition();
    const happened = [];
    return new Promise((resolve) => {
      const note = (event) => happened.push(event.error ?? event.type) === 2 && resolve(happened);
      for (const name of ['start', 'audiostart', 'error', 'end']) recognition[`on${name}`] = note;
      recognition.start();
    });
  },
  farEnd: 0,
  /** Of each message by volume: the second in which it was sent. */
  sentAt: [],
  ways: Object.keys(ways),
  start: (way, port) => {
    client.port = port;
    return ways[way](`/${way}`);
  },
  async effect(name) {
    client.track ??= await harmless[name]();
    return contrast(client.track);
  },
  /** Loudest of half a second, by a worklet and by an analyser. */
  async levels() {
    const { context, source } = await graph();
    await context.audioWorklet.addModule('/samples-worklet.js');
    const node = new AudioWorkletNode(context, 'level');
    let byWorklet = 0;
    node.port.onmessage = ({ data }) => {
      byWorklet = Math.max(byWorklet, data.level);
    };
    source.connect(node);
    const analyser = context.createAnalyser();
    source.connect(analyser);
    await pause(500); // this much sound
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    return [byWorklet, Math.max(...samples.map(Math.abs))];
  },
  /** A recording that its user downloads. @returns its size in bytes, read back from its address */
  async recording() {
    const pieces = [];
    const recorder = record(await capture(), (data) => pieces.push(data));
    const stopped = new Promise((resolve) => (recorder.onstop = resolve));
    while (pieces.reduce((sum, { size }) => sum + size, 0) <= 5_000) await pause(100); // this much recording
    recorder.stop();
    await stopped;
    const link = Object.assign(document.createElement('a'), {
      href: URL.createObjectURL(new Blob(pieces)),
      download: 'call.webm',
    });
    return (await (await fetch(link.href)).blob()).size;
  },
  /** Control messages of a call while a recording runs and a picture is read. @returns how many the server took */
  async control(port) {
    client.port = port;
    const socket = await open('/control');
    let taken = 0;
    socket.onmessage = () => taken++;
    record(await capture(), () => undefined);
    for (let i = 0; i < 20; i++) {
      socket.send(
        JSON.stringify({ type: 'candidate', i, candidate: 'candidate:1 1 udp 2122260223 127.0.0.1 9 typ host' }),
      );
      socket.send(Uint8Array.from({ length: 300 }, (_, at) => (i * 37 + at * at) % 251));
      await pause(50);
    }
    while (taken < 40) await pause(20);
    return taken;
  },
};
window.client = client;
