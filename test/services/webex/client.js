// Numbers are those of the facts in README.md. What a test asks is conference.js's: slots are remotes of the names
// `video 0`, `video 1`, `sound 0` to `sound 2`.
const receivers = {};
let connection;
const LAYER_ALLOCATION = 'http://www.webrtc.org/experiments/rtp-hdrext/video-layers-allocation00';

/** 2 and 3: leaves H.264 and Opus of a description, and adds layer allocation. */
function cutDown(sdp) {
  const taken = new Set(Array.from(sdp.matchAll(/^a=extmap:(\d+)/gm), ([, id]) => Number(id)));
  const id = [...Array(14).keys()].map((index) => index + 1).find((candidate) => !taken.has(candidate));
  return keepCodecs(sdp, /^(?:H264|opus)$/i, (section) =>
    !section.startsWith('m=video') || section.includes(LAYER_ALLOCATION)
      ? section
      : section.replace('a=rtcp-mux\r\n', `a=extmap:${id} ${LAYER_ALLOCATION}\r\na=rtcp-mux\r\n`),
  );
}

Object.assign(call, {
  async join({ port, name, video }) {
    call.media = await media(video);
    connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-compat', iceTransportPolicy: 'all' });
    for (const track of call.media.getTracks()) {
      const sendEncodings = track.kind === 'video' ? [{ maxBitrate: 300_000 }] : [{}];
      connection.addTransceiver(track, { direction: 'sendonly', sendEncodings });
    }
    connection.createDataChannel('datachannel');
    for (const [kind, count] of Object.entries({ audio: 3, video: 2 })) {
      for (let slot = 0; slot < count; slot++) {
        const { receiver } = connection.addTransceiver(kind, { direction: 'recvonly' });
        const tile = `${kind === 'audio' ? 'sound' : 'video'} ${slot}`;
        receivers[tile] = receiver;
        show(new MediaStream([receiver.track]), tile, connection);
      }
    }
    await joinSlots(port, name, connection, {
      offer: async () => {
        const { type, sdp } = await connection.createOffer();
        await connection.setLocalDescription({ type, sdp: cutDown(sdp) });
      },
      answer: (answer) => connection.setRemoteDescription(answer),
    });
  },

  /** The screen is one more source. A moving canvas stands for it. */
  async share({ port, name }) {
    const sharing = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-compat' });
    sharing.addTransceiver(movingCanvas(), { direction: 'sendonly', sendEncodings: [{ maxBitrate: 300_000 }] });
    await joinSlots(port, name, sharing, {
      offer: async () => {
        const { type, sdp } = await sharing.createOffer();
        await sharing.setLocalDescription({ type, sdp: cutDown(sdp) });
      },
      answer: (answer) => sharing.setRemoteDescription(answer),
    });
  },

  /** 7: the element of one slot shows another one. */
  recycle(tile, slot) {
    remotes.get(tile).video.srcObject = remotes.get(slot).stream;
  },

  flow: (tile) => flowOf(connection, receivers[tile]),
});
