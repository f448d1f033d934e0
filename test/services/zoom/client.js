// The meeting's frame. `zoom` is what a test asks and does.
const query = new URLSearchParams(location.search);

/** As the client's own strategy, when the server leaves it to the client. */
function choose() {
  const missing =
    typeof SharedArrayBuffer === 'undefined' ||
    typeof OffscreenCanvas === 'undefined' ||
    typeof VideoEncoder === 'undefined';
  return query.has('webrtc') && missing ? 'webrtc' : 'wasm';
}

async function capture() {
  return navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 240 }, audio: true });
}

/** A connection of this page with itself: the far end of its channels stands for the server's. */
async function channels(labels, give) {
  const [near, far] = [new RTCPeerConnection({ iceCandidatePoolSize: 1 }), new RTCPeerConnection()];
  near.onicecandidate = ({ candidate }) => far.addIceCandidate(candidate);
  far.onicecandidate = ({ candidate }) => near.addIceCandidate(candidate);
  far.ondatachannel = ({ channel }) => {
    channel.onmessage = ({ data }) => {
      zoom.farEnd += data.byteLength ?? data.size;
    };
  };
  const made = labels.map((label) => near.createDataChannel(label, { ordered: false, maxRetransmits: 0 }));
  // A channel can be given to a worker in the task that made it only.
  give(made[0]);
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription);
}

async function wasm() {
  const stream = await capture();
  const worker = new Worker('/services/zoom/media-worker.js');
  // The pictures come first: what the client does when its channels fail is to try the next way.
  await pictures(stream, worker);
  if (query.has('socket')) {
    worker.postMessage({ socket: `ws://127.0.0.1:${query.get('socket')}/wc/media/123456789?type=v` });
    return;
  }
  await channels(['ZoomWebclientVideoDataChannel', 'ZoomWebclientAudioDataChannel'], (video) => {
    try {
      worker.postMessage({ channel: video }, [video]);
    } catch {
      worker.onmessage = ({ data }) => video.readyState === 'open' && video.send(data);
    }
  });
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

async function webrtc({ port, id }) {
  const room = new JanusRoom(port, id, 'ada');
  await room.open();
  await room.publish(await capture(), { bundlePolicy: 'max-bundle' });
}

const zoom = {
  farEnd: 0,
  mode: undefined,
  async join(options) {
    zoom.mode = choose();
    await (zoom.mode === 'wasm' ? wasm() : webrtc(options));
  },
  /** Lightest point of a new capture, 0 to 255. */
  async lightest() {
    const video = Object.assign(document.createElement('video'), { srcObject: await capture(), muted: true });
    await video.play();
    const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 24 });
    const context = canvas.getContext('2d');
    context.drawImage(video, 0, 0, 32, 24);
    return Math.max(...context.getImageData(0, 0, 32, 24).data.filter((_, i) => i % 4 !== 3));
  },
};
window.zoom = zoom;
