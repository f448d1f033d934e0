// The call's frame. Numbers are those of the facts in README.md. Tiles, and what a test asks, are conference.js's.

// 3 and 10: a script of the vendor's own, by the one policy that the page's headers name.
const policy = window.trustedTypes.createPolicy('teams', { createScriptURL: (address) => address });
const transforms = new Worker(policy.createScriptURL('/services/teams/transforms.js'));
transforms.onmessage = ({ data }) => call.noted.push(data);

/** 1: looked up on `window` at call time, with two arguments. */
function makeConnection() {
  const configuration = {
    iceServers: [],
    rtcpMuxPolicy: 'require',
    iceTransportPolicy: 'all',
    iceCandidatePoolSize: 0,
    bundlePolicy: 'max-bundle',
    sdpSemantics: 'unified-plan',
    enableDtlsSrtp: true,
    encodedInsertableStreams: true,
  };
  return new window.RTCPeerConnection(configuration, { optional: [{ googIPv6: true }] });
}

/** 2: connections that only look at what the browser can do. */
async function probe() {
  const connection = new window.RTCPeerConnection({ iceServers: [] }, { optional: [] });
  connection.addTransceiver('audio');
  connection.addTransceiver('video');
  const { sdp } = await connection.createOffer();
  connection.close();
  return sdp;
}

/** Encoded streams can be had once. */
const transformed = new WeakSet();

/** 3 and 4: in Chromium streams that are given to the worker, in others a script transform. */
function transform(end) {
  if (transformed.has(end)) return;
  transformed.add(end);
  const { kind } = end.track;
  const side = end instanceof RTCRtpSender ? 'send' : 'receive';
  const type = side === 'receive' ? 'analyzer' : kind === 'audio' ? 'audioExtendedMute' : 'VideoNaluFilter';
  if (typeof end.createEncodedStreams === 'function') {
    const { readable, writable } = end.createEncodedStreams();
    transforms.postMessage({ type, kind, readable, writable }, [readable, writable]);
  } else end.transform = new RTCRtpScriptTransform(transforms, { type, kind });
}

/** 6: H.264 first, then AV1, and what repeats them. */
function preferCodecs(connection) {
  const { codecs } = RTCRtpSender.getCapabilities('video');
  const order = ['video/h264', 'video/av1', 'video/rtx'];
  const known = codecs.filter(({ mimeType }) => order.includes(mimeType.toLowerCase()));
  const place = ({ mimeType }) => order.indexOf(mimeType.toLowerCase());
  const wanted = known.toSorted((one, other) => place(one) - place(other));
  for (const transceiver of connection.getTransceivers()) transceiver.setCodecPreferences(wanted);
}

async function publish(target, track) {
  await target.publish(new MediaStream([track]), undefined, (connection) => {
    preferCodecs(connection);
    connection.getSenders().forEach(transform);
  });
}

call.noted = [];
call.probed = undefined;

/** @param mixer id of the room that mixes the sound, @param id of the one that forwards pictures */
call.join = async ({ port, id, mixer, name, video = 'camera' }) => {
  call.probed = await probe();
  room = new JanusRoom(port, id, name, show);
  room.connect = makeConnection;
  room.onReceiver = transform;
  call.media = await media(video);
  await room.open();
  const sound = await joinMixer(room, mixer, call.media, transform);
  // 5: who speaks is read from the first receiver.
  const [mix] = room.connections[0].getReceivers();
  setInterval(() => mix.getContributingSources(), 200);
  await publish(room, call.media.getVideoTracks()[0]);
  call.ids = { sound, video: room.ownId };
};

/** The microphone's mute button. */
call.mute = (mute) => transforms.postMessage({ mute });

/** 8: the screen is one more picture over RTP. A moving canvas stands for it. */
call.share = async ({ port, id, name }) => {
  const sharing = new JanusRoom(port, id, `${name}'s screen`);
  sharing.connect = makeConnection;
  await sharing.open();
  const screen = movingCanvas();
  screen.contentHint = 'detail';
  await publish(sharing, screen);
  call.ids.screen = sharing.ownId;
};
