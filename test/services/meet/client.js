// Numbers are those of the facts in README.md. Tiles, and what a test asks, are conference.js's: a slot is a remote of
// the name `video 0`, `video 1`, `sound 0` to `sound 2`.

// 2: references of its own, taken when the bundle loads. Methods are called on them, never on the instance.
const Connection = window.RTCPeerConnection;
const on = Object.fromEntries(
  [
    'addIceCandidate',
    'addTransceiver',
    'createDataChannel',
    'createOffer',
    'setConfiguration',
    'setLocalDescription',
    'setRemoteDescription',
  ].map((name) => {
    const method = Connection.prototype[name];
    return [name, (connection, ...args) => method.call(connection, ...args)];
  }),
);
const { getContributingSources } = RTCRtpReceiver.prototype;

// 3: after that nothing can be put in their place.
for (const { prototype } of [Connection, RTCRtpSender, RTCRtpReceiver, RTCRtpTransceiver]) Object.freeze(prototype);
for (const name of ['RTCPeerConnection', 'RTCRtpSender', 'RTCRtpReceiver', 'RTCRtpTransceiver']) {
  Object.defineProperty(window, name, { value: window[name], writable: false, configurable: false });
}

/** 4: without servers at first. */
const CONFIGURATION = {
  iceServers: [],
  iceTransportPolicy: 'all',
  bundlePolicy: 'max-bundle',
  rtcpMuxPolicy: 'require',
  sdpSemantics: 'unified-plan',
  extmapAllowMixed: true,
};
/** 4: the TURN servers come later. This one answers nothing. */
const SERVERS = [{ urls: 'turn:127.0.0.1:3478', username: 'meet', credential: 'meet' }];

/** 4: with the old second argument. */
const makeConnection = () =>
  new Connection(CONFIGURATION, { advanced: [{ googScreencastMinBitrate: { exact: 100 } }] });

/** 6: all header extensions that the browser knows are offered. */
function offerExtensions(transceiver) {
  const known = transceiver.getHeaderExtensionsToNegotiate?.() ?? [];
  const all = known.map((extension) => ({ ...extension, direction: 'sendrecv' }));
  if (all.length > 0) transceiver.setHeaderExtensionsToNegotiate(all);
}

const connect = (port, name, connection) =>
  joinSlots(port, name, connection, {
    offer: async () => on.setLocalDescription(connection, await on.createOffer(connection)),
    answer: (answer) => on.setRemoteDescription(connection, answer),
  });

const connections = [];
const senders = {};
const receivers = {};

/** 5: one spatial layer and three temporal ones. */
const LAYERS = [{ maxBitrate: 300_000, scalabilityMode: 'L1T3' }];

Object.assign(call, {
  async join({ port, name, video }) {
    call.media = await media(video);
    const connection = makeConnection();
    connections.push(connection);
    // 1: one of each out, control channels, three sounds and two pictures in.
    for (const track of call.media.getTracks()) {
      const sendEncodings = track.kind === 'video' ? LAYERS : [{}];
      const transceiver = on.addTransceiver(connection, track, { direction: 'sendonly', sendEncodings });
      senders[track.kind] = transceiver.sender;
      offerExtensions(transceiver);
    }
    for (const label of ['media-director', 'collections']) on.createDataChannel(connection, label);
    for (const [kind, count] of Object.entries({ audio: 3, video: 2 })) {
      for (let slot = 0; slot < count; slot++) {
        const transceiver = on.addTransceiver(connection, kind, { direction: 'recvonly' });
        offerExtensions(transceiver);
        const tile = `${kind === 'audio' ? 'sound' : 'video'} ${slot}`;
        receivers[tile] = transceiver.receiver;
        show(new MediaStream([transceiver.receiver.track]), tile, connection);
      }
    }
    on.setConfiguration(connection, { ...CONFIGURATION, iceServers: SERVERS });
    await connect(port, name, connection);
  },

  /** 7: the screen comes as a participant of its own. */
  async share({ port, name }) {
    const connection = makeConnection();
    connections.push(connection);
    const track = movingCanvas();
    track.contentHint = 'detail';
    offerExtensions(on.addTransceiver(connection, track, { direction: 'sendonly', sendEncodings: LAYERS }));
    await connect(port, name, connection);
  },

  /** Changes what the camera is sent in, without a new offer (5). */
  async send(mimeType) {
    const parameters = senders.video.getParameters();
    const codec = parameters.codecs.find((candidate) => candidate.mimeType === mimeType);
    for (const encoding of parameters.encodings) encoding.codec = codec;
    await senders.video.setParameters(parameters);
  },

  /** Who is in a slot, as the page itself finds out. */
  sources(tile) {
    return getContributingSources.call(receivers[tile]).map(({ source }) => source);
  },

  /** Frames of a slot that were decoded, or packets that came of a sound. */
  async flow(tile) {
    for (const stats of (await Connection.prototype.getStats.call(connections[0], receivers[tile].track)).values()) {
      if (stats.type === 'inbound-rtp') return stats.framesDecoded ?? stats.packetsReceived ?? 0;
    }
    return 0;
  },
});
