// The meeting's frame. Numbers are those of the facts in README.md. What a test asks is conference.js's; in WebRTC mode
// slots are remotes of the names `video 0`, `video 1`, `sound 0` to `sound 2`.
const receivers = {};
let connection;

async function capture() {
  return navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 240 }, audio: raw() });
}

/** 11: three layers, the smallest first. */
const LAYERS = [
  { rid: '0', scaleResolutionDownBy: 4, maxBitrate: 100_000 },
  { rid: '1', scaleResolutionDownBy: 2, maxBitrate: 200_000 },
  { rid: '2', maxBitrate: 400_000 },
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
    .replace(/^a=fmtp:\d+ .*packetization-mode=1.*$/gm, '$&;x-google-start-bitrate=800;x-google-min-bitrate=800');
}

/** 12: receivers that are allocated before anybody is there. Tiles are shown for the first ones. */
const ALLOCATED = { audio: 3, video: 21 };
const SHOWN = { audio: 3, video: 2 };

async function webrtc({ port, name }) {
  await loopBack();
  call.probe = await tryGateway(port);
  call.media = await navigator.mediaDevices.getUserMedia({ audio: raw() });
  call.media.addTrack(movingCanvas(960, 540, 10));
  connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers: [] });
  const [audio] = call.media.getAudioTracks();
  const [video] = call.media.getVideoTracks();
  if (call.soundMode === 'webrtc') {
    connection.addTransceiver(audio, { direction: 'sendonly', streams: [call.media] });
    connection.addTransceiver('audio', { direction: 'sendonly' }); // that of a screen
  }
  const camera = { direction: 'sendonly', streams: [call.media], sendEncodings: LAYERS };
  const { sender } = connection.addTransceiver(video, camera);
  // The encoder of a busy machine would otherwise make all layers smaller, and tests tell layers by their widths.
  await sender.setParameters({ ...sender.getParameters(), degradationPreference: 'maintain-resolution' });
  const { codecs } = RTCRtpReceiver.getCapabilities('video');
  const h264 = codecs.filter(
    ({ mimeType, sdpFmtpLine = '' }) => mimeType === 'video/H264' && sdpFmtpLine.includes('packetization-mode=1'),
  );
  for (const kind of call.soundMode === 'webrtc' ? ['audio', 'video'] : ['video']) {
    for (let slot = 0; slot < ALLOCATED[kind]; slot++) {
      const transceiver = connection.addTransceiver(kind, { direction: 'recvonly' });
      if (kind === 'video') transceiver.setCodecPreferences(h264);
      if (slot >= SHOWN[kind]) continue;
      const tile = `${kind === 'audio' ? 'sound' : 'video'} ${slot}`;
      receivers[tile] = transceiver.receiver;
      show(new MediaStream([transceiver.receiver.track]), tile, connection);
    }
  }
  const patience = Number(server.get('patience') ?? 8_000);
  const line = await gatewayLine(port, patience, () => void call.failOver());
  await joinSlots(line, name, connection, {
    offer: async () => {
      const { type, sdp } = await connection.createOffer();
      // 23: sound takes its own way while pictures are still negotiated.
      if (call.soundMode === 'wasm') await ownSound(call.media);
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
  /** What the client shows its user as an error. */
  errors: [],
  mode: undefined,
  soundMode: undefined,

  async join(options) {
    call.mode = choosePicture().takes;
    // 21: a failure of its memory has the client choose anew.
    if (chooseSound() === 'wasm') await soundEngine();
    call.soundMode = chooseSound();
    if (call.mode === 'webrtc') return webrtc(options);
    const stream = await capture();
    await Promise.all([ownPictures(stream), ownSound(stream)]);
  },

  /** 14: the screen goes the client's own way in either mode. A moving canvas stands for it. */
  async share() {
    await ownPictures(new MediaStream([movingCanvas()]));
  },

  /** 13: what the watchdog does, and what follows offers without an answer. */
  async failOver() {
    notes.set('WebRTC_Failed', true);
    call.mode = 'wasm';
    connection.close();
    await ownPictures(await capture());
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
