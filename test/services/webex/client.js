// Numbers are those of the facts in README.md. What a test asks is conference.js's: slots are remotes of the names
// `video 0`, `video 1`, `sound 0` to `sound 2`.
const receivers = {};
let connection;
const LAYER_ALLOCATION = 'http://www.webrtc.org/experiments/rtp-hdrext/video-layers-allocation00';

/** 2 and 3: leaves H.264 and Opus of a description, and adds layer allocation. */
function cutDown(sdp) {
  const taken = new Set(Array.from(sdp.matchAll(/^a=extmap:(\d+)/gm), ([, id]) => Number(id)));
  const free = [...Array(14).keys()].map((index) => index + 1).find((id) => !taken.has(id));
  const [session, ...sections] = sdp.split(/^(?=m=)/m);
  const cut = sections.map((section) => (section.startsWith('m=application') ? section : cutSection(section, free)));
  return session + cut.join('');
}

function cutSection(section, id) {
  const kept = Array.from(section.matchAll(/^a=rtpmap:(\d+) (?:H264|opus)\//gim), ([, type]) => type);
  const left = section
    .replace(/^(m=\S+ \S+ \S+).*$/m, `$1 ${kept.join(' ')}`)
    .replace(/^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) .*\r\n/gm, (line, type) => (kept.includes(type) ? line : ''));
  if (!section.startsWith('m=video') || left.includes(LAYER_ALLOCATION)) return left;
  return left.replace('a=rtcp-mux\r\n', `a=extmap:${id} ${LAYER_ALLOCATION}\r\na=rtcp-mux\r\n`);
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

  /** Frames of a slot that were decoded, or packets that came of a sound. */
  async flow(tile) {
    for (const stats of (await connection.getStats(receivers[tile].track)).values()) {
      if (stats.type === 'inbound-rtp') return stats.framesDecoded ?? stats.packetsReceived ?? 0;
    }
    return 0;
  },
});
