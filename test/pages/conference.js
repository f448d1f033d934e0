// The conference's page. `call` is what a test asks and does; everything else is what a vendor's page would have.
const remotes = new Map();
let room;

/** A picture that moves everywhere, for browsers whose fake camera hardly does. */
function movingCanvas(width = 320, height = 192, frameRate = 20) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  const block = width / 20;
  let frame = 0;
  setInterval(() => {
    frame++;
    for (let y = 0; y < height; y += block) {
      for (let x = 0; x < width; x += block) {
        context.fillStyle = `hsl(${(x * 3 + y * 7 + frame * 11) % 360} 80% ${30 + ((x + y + frame * 5) % 40)}%)`;
        context.fillRect(x, y, block, block);
      }
    }
    context.fillStyle = '#fff';
    context.fillRect((frame * 7) % width, (frame * 3) % height, 24, 24);
  }, 1_000 / frameRate);
  return canvas.captureStream(frameRate).getVideoTracks()[0];
}

async function media(video) {
  if (video === 'camera') return navigator.mediaDevices.getUserMedia({ audio: raw(), video: true });
  const stream = await navigator.mediaDevices.getUserMedia({ audio: raw() });
  stream.addTrack(movingCanvas());
  return stream;
}

/** The tone must reach the encoder as it is. */
function raw() {
  return { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
}

function show(stream, name, connection) {
  const known = remotes.get(name);
  if (known?.stream === stream) return listen(known);
  const video = Object.assign(document.createElement('video'), { srcObject: stream, muted: true, autoplay: true });
  video.dataset.name = name;
  document.getElementById('tiles').append(video);
  const remote = { stream, video, connection };
  remotes.set(name, remote);
  listen(remote);
}

function listen(remote) {
  if (remote.audio || remote.stream.getAudioTracks().length === 0) return;
  // Chromium hands a remote sound on only while an element plays it.
  remote.audio = Object.assign(new Audio(), { srcObject: remote.stream, muted: true });
  remote.audio.play();
}

/** A recorder on a busy machine takes down less than it heard. */
const ENOUGH_SAMPLES = 0.3 * 48_000;
const MOST_MS = 10_000;

/** A while of a sound, longer where not enough of it was taken down. Throws rather than take too little of it for silence. */
async function samples(track) {
  for (let milliseconds = 700; ; milliseconds *= 2) {
    const wave = await recorded(track, milliseconds);
    if (wave.length >= ENOUGH_SAMPLES) return wave;
    if (milliseconds > MOST_MS) throw new Error(`${wave.length} samples of a sound in ${milliseconds} ms`);
  }
}

/** Records a sound and gives its samples. Works without a sound card, which an AudioContext does not in Firefox. */
async function recorded(track, milliseconds) {
  const recorder = new MediaRecorder(new MediaStream([track]));
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => {
    recorder.onstop = resolve;
  });
  recorder.start();
  await new Promise((resolve) => setTimeout(resolve, milliseconds)); // this much sound
  recorder.stop();
  await stopped;
  const encoded = await new Blob(parts).arrayBuffer();
  if (encoded.byteLength === 0) return new Float32Array(0); // which nothing decodes
  return (await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(encoded)).getChannelData(0);
}

function tap(sender) {
  const worker = new Worker('/tap-worker.js');
  worker.onmessage = ({ data }) => call.tapped.push(data);
  sender.transform = new RTCRtpScriptTransform(worker, { kind: sender.track.kind });
}

async function direct(video = 'camera') {
  call.media ??= await media(video);
  room ??= new DirectRoom(show);
  return room;
}

const call = {
  remotes,
  tapped: [],
  get room() {
    return room;
  },

  /** Joins and publishes. @returns when the server has answered */
  async join({ port, id, name, video = 'camera', tapped = false, own, configuration }) {
    room = new JanusRoom(port, id, name, show);
    room.configuration = configuration;
    room.onReceiver = own && ((receiver) => ownTransform(receiver, own));
    call.media = await media(video);
    await room.open();
    // A tap has to be in place in the task that makes the sender, or Chromium ignores it.
    const inside = own ? (sender) => ownTransform(sender, own) : tapped ? tap : undefined;
    const prepare = inside && ((connection) => connection.getSenders().forEach(inside));
    await room.publish(call.media, configuration, prepare);
  },

  /** A direct connection to `name`. @returns the offer */
  async offer(name, video, codecs) {
    return (await direct(video)).offer(name, call.media, codecs);
  },

  /** @returns the answer */
  async answer(name, offer, video, codecs) {
    return (await direct(video)).answer(name, offer, call.media, codecs);
  },

  accept(name, answer) {
    return room.accept(name, answer);
  },

  /** Sends one more picture on the connection there is. */
  share() {
    return room.add(movingCanvas());
  },

  leave() {
    for (const connection of room?.connections ?? []) connection.close();
  },

  async stats() {
    const sums = { sent: {}, received: {} };
    const senders = room?.senderConnection ? [...(await room.senderConnection.getStats()).values()] : [];
    for (const stats of senders.filter(({ type }) => type === 'outbound-rtp')) {
      sums.sent[stats.kind] = pick(stats, [
        'framesEncoded',
        'keyFramesEncoded',
        'framesSent',
        'packetsSent',
        'bytesSent',
        'pliCount',
      ]);
    }
    for (const [name, { connection }] of remotes) {
      const received = [...(await connection.getStats()).values()].filter(({ type }) => type === 'inbound-rtp');
      sums.received[name] = Object.fromEntries(
        received.map((stats) => [
          stats.kind,
          pick(stats, [
            'framesDecoded',
            'framesReceived',
            'keyFramesDecoded',
            'packetsReceived',
            'pliCount',
            'corruptionMeasurements',
          ]),
        ]),
      );
    }
    return sums;
  },

  /** Peak of some of a remote's sound, and the best share of the tone in a stretch of it. */
  async sound(name) {
    const [track] = remotes.get(name)?.stream.getAudioTracks() ?? [];
    return track && heardIn(track);
  },

  /** The same of each voice whose sound comes inside pictures, by its name. Only the test build shows them. */
  async voices() {
    const shown = [...document.querySelectorAll('audio[data-voice]')].filter(({ srcObject }) => srcObject);
    const heard = shown.map(async ({ dataset, srcObject, muted, paused }) => [
      dataset.voice,
      { ...(await heardIn(srcObject.getAudioTracks()[0])), muted, paused },
    ]);
    return Object.fromEntries(await Promise.all(heard));
  },

  /** Brightness (0 to 255) of a remote's picture on a grid of 16 x 9, row by row; undefined before the first picture. */
  picture(name) {
    const { video } = remotes.get(name) ?? {};
    if (!video?.videoWidth) return undefined;
    return { width: video.videoWidth, height: video.videoHeight, luma: brightness(video) };
  },
};

/** On a grid of 16 x 9, row by row, the mean of each cell: a browser that draws a picture so small leaves most of it out. */
function brightness(video) {
  const [width, height] = [video.videoWidth, video.videoHeight];
  const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
  context.drawImage(video, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const [sums, counts] = [new Float64Array(144), new Float64Array(144)];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) {
      const cell = Math.floor((y * 9) / height) * 16 + Math.floor((x * 16) / width);
      sums[cell] += 0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2];
      counts[cell]++;
    }
  }
  return Array.from(sums, (sum, cell) => sum / (counts[cell] || 1));
}

async function heardIn(track) {
  const wave = await samples(track);
  const shares = [];
  for (let start = 0; start + 4096 <= wave.length; start += 4096) {
    shares.push(shareOf(wave.subarray(start, start + 4096), 48_000, 1_000));
  }
  const peak = wave.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);
  return { peak, share: Math.max(...shares), seconds: wave.length / 48_000 };
}

/** Share of a wave's energy at one frequency, by projection on its sine and cosine. */
function shareOf(wave, rate, hertz) {
  let total = 0;
  let sine = 0;
  let cosine = 0;
  wave.forEach((value, i) => {
    // A window keeps the tone's energy in one place although it does not fit the block.
    const weighted = value * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / wave.length));
    total += weighted * weighted;
    sine += weighted * Math.sin((2 * Math.PI * hertz * i) / rate);
    cosine += weighted * Math.cos((2 * Math.PI * hertz * i) / rate);
  });
  if (total === 0) return 0;
  return Math.min(1, ((sine * sine + cosine * cosine) * 3) / (wave.length * total));
}

function pick(stats, names) {
  return Object.fromEntries(names.map((name) => [name, stats[name] ?? 0]));
}

window.call = call;
