// The meeting's frame. Numbers are those of the facts in README.md. What a test asks is conference.js's; in WebRTC mode
// slots are remotes of the names `video 0`, `video 1`, `sound 0` to `sound 2`.
const query = new URLSearchParams(location.search);
const receivers = {};
let connection;

/** 3 and 16: as the client's own strategy, when the server leaves it to the client. */
function choose() {
  const missing =
    localStorage.use_webRTC_strategy === 'enabled' ||
    typeof SharedArrayBuffer === 'undefined' ||
    typeof OffscreenCanvas === 'undefined' ||
    typeof VideoEncoder === 'undefined';
  return query.has('webrtc') && missing ? 'webrtc' : 'wasm';
}

async function capture() {
  return navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 240 }, audio: raw() });
}

/** 6: a connection of this page with itself: the far end of its channels stands for the server's. */
async function channels(labels, give) {
  const [near, far] = [new RTCPeerConnection({ iceCandidatePoolSize: 1 }), new RTCPeerConnection()];
  near.onicecandidate = ({ candidate }) => far.addIceCandidate(candidate);
  far.onicecandidate = ({ candidate }) => near.addIceCandidate(candidate);
  far.ondatachannel = ({ channel }) => {
    channel.onmessage = ({ data }) => {
      call.farEnd[channel.label] = (call.farEnd[channel.label] ?? 0) + (data.byteLength ?? data.size);
    };
  };
  const made = labels.map((label) => near.createDataChannel(label, { ordered: false, maxRetransmits: 0 }));
  // A channel can be given to a worker in the task that made it only.
  give(...made);
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription);
}

/** 5 to 8: pictures are encoded in a worker, sound on this thread, and both leave by channels or a socket. */
async function wasm(stream) {
  const worker = new Worker('/services/zoom/media-worker.js');
  // The pictures come first: what the client does when its channels fail is to try the next way.
  await pictures(stream, worker);
  if (query.has('socket')) {
    worker.postMessage({ socket: `ws://127.0.0.1:${query.get('socket')}/wc/media/123456789?type=v` });
    return;
  }
  await channels(['ZoomWebclientVideoDataChannel', 'ZoomWebclientAudioDataChannel'], (video, audio) => {
    try {
      worker.postMessage({ channel: video }, [video]);
    } catch {
      worker.onmessage = ({ data }) => {
        if (video.readyState !== 'open') return;
        call.tried++;
        video.send(data);
      };
    }
    if (stream.getAudioTracks().length > 0) sound(stream, audio);
  });
}

/** The browser's recorder stands for the client's own encoder. */
function sound(stream, channel) {
  const recorder = new MediaRecorder(new MediaStream(stream.getAudioTracks()));
  recorder.ondataavailable = async ({ data }) => {
    if (channel.readyState === 'open') channel.send(await data.arrayBuffer());
  };
  recorder.start(100);
}

async function pictures(stream, worker) {
  if (typeof MediaStreamTrackProcessor === 'function') {
    const { readable } = new MediaStreamTrackProcessor({ track: stream.getVideoTracks()[0] });
    worker.postMessage({ readable }, [readable]);
    return;
  }
  const video = Object.assign(document.createElement('video'), { srcObject: stream, muted: true });
  document.documentElement.append(video);
  await video.play();
  setInterval(() => {
    const frame = new VideoFrame(video, { timestamp: Math.round(performance.now() * 1_000) });
    worker.postMessage({ frame }, [frame]);
  }, 50);
}

/** 11: three layers, the smallest first. */
const LAYERS = [
  { rid: '0', scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: '1', scaleResolutionDownBy: 2, maxBitrate: 350_000 },
  { rid: '2', maxBitrate: 800_000 },
];

/** 10: H.264 with packetization-mode=1. */
function onlyH264(sdp) {
  const others = Array.from(sdp.matchAll(/^a=fmtp:(\d+) .*packetization-mode=0.*$/gm), ([, type]) => type);
  const names = keepCodecs(sdp, /^(?:H264|opus)$/i);
  return others.reduce((left, type) => {
    const own = new RegExp(`^a=(?:rtpmap|fmtp|rtcp-fb):${type} .*\\r\\n`, 'gm');
    return left.replace(own, '').replace(new RegExp(`^(m=video .*) ${type}\\b`, 'gm'), '$1');
  }, names);
}

/**
 * 12: what says which tracks belong together plays no part. The server here measures no bandwidth; without these bit
 * rates a sender would leave out its larger layers.
 */
function taken(sdp) {
  return sdp
    .replace(/^a=msid:.*\r\n/gm, '')
    .replace(/^a=fmtp:\d+ .*packetization-mode=1.*$/gm, '$&;x-google-start-bitrate=1500;x-google-min-bitrate=1500');
}

async function webrtc({ port, name }) {
  call.media = await navigator.mediaDevices.getUserMedia({ audio: raw() });
  call.media.addTrack(movingCanvas(960, 540, 10));
  connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers: [] });
  const [audio] = call.media.getAudioTracks();
  const [video] = call.media.getVideoTracks();
  connection.addTransceiver(audio, { direction: 'sendonly', streams: [call.media] });
  connection.addTransceiver(video, { direction: 'sendonly', streams: [call.media], sendEncodings: LAYERS });
  // 12: allocated before anybody is there.
  const { codecs } = RTCRtpReceiver.getCapabilities('video');
  const h264 = codecs.filter(
    ({ mimeType, sdpFmtpLine = '' }) => mimeType === 'video/H264' && sdpFmtpLine.includes('packetization-mode=1'),
  );
  for (const [kind, count] of Object.entries({ audio: 3, video: 2 })) {
    for (let slot = 0; slot < count; slot++) {
      const transceiver = connection.addTransceiver(kind, { direction: 'recvonly' });
      if (kind === 'video') transceiver.setCodecPreferences(h264);
      const tile = `${kind === 'audio' ? 'sound' : 'video'} ${slot}`;
      receivers[tile] = transceiver.receiver;
      show(new MediaStream([transceiver.receiver.track]), tile, connection);
    }
  }
  await joinSlots(port, name, connection, {
    offer: async () => {
      const { type, sdp } = await connection.createOffer();
      await connection.setLocalDescription({ type, sdp: onlyH264(sdp) });
    },
    answer: ({ type, sdp }) => connection.setRemoteDescription({ type, sdp: taken(sdp) }),
  });
  watch();
}

/** Milliseconds in which at least one of the pictures that came is to be decoded. */
const PATIENCE_MS = 3_000;

/** 13: pictures that come and are not decoded end WebRTC for this session. */
function watch() {
  const before = new Map();
  const watchdog = setInterval(async () => {
    for (const [tile, receiver] of Object.entries(receivers)) {
      const stats = Array.from((await connection.getStats(receiver.track)).values());
      const { framesReceived = 0, framesDecoded = 0 } = stats.find(({ type }) => type === 'inbound-rtp') ?? {};
      const last = before.get(tile);
      before.set(tile, { framesReceived, framesDecoded });
      if (last && framesReceived > last.framesReceived + 10 && framesDecoded === last.framesDecoded) {
        clearInterval(watchdog);
        await call.failOver();
      }
    }
  }, PATIENCE_MS);
}

Object.assign(call, {
  /** Bytes that came at the far end of the media channels, by label. */
  farEnd: {},
  /** Pictures that this page's thread wanted to send on them. */
  tried: 0,
  mode: undefined,
  choose,

  async join(options) {
    call.mode = choose();
    await (call.mode === 'wasm' ? wasm(await capture()) : webrtc(options));
  },

  /** 14: the screen goes the client's own way in either mode. A moving canvas stands for it. */
  async share() {
    await wasm(new MediaStream([movingCanvas()]));
  },

  /** 13: what the watchdog does. */
  async failOver() {
    sessionStorage.setItem('WebRTC_Failed', '1');
    call.mode = 'wasm';
    connection.close();
    await wasm(await capture());
  },

  flow: (tile) => flowOf(connection, receivers[tile]),

  /** Lightest point of a new capture's picture, 0 to 255, and the peak of its sound. */
  async captured() {
    const stream = await capture();
    const video = Object.assign(document.createElement('video'), { srcObject: stream, muted: true });
    await video.play();
    const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 24 });
    const context = canvas.getContext('2d');
    context.drawImage(video, 0, 0, 32, 24);
    const lightest = Math.max(...context.getImageData(0, 0, 32, 24).data.filter((_, i) => i % 4 !== 3));
    const wave = await samples(stream.getAudioTracks()[0]);
    return { lightest, peak: wave.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0) };
  },
});
