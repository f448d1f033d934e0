// What the client decides, from the server's bits and what the browser has. Numbers are those of the facts in README.md.
const server = new URLSearchParams(location.search);
const bit = (name, value) => (Number(server.get(name) ?? 0) & value) !== 0;

/** 19: notes of one meeting, packed into one item. */
const KEY = base64url('easy-123456789');
const notes = {
  get: (name) => JSON.parse(unbase64url(sessionStorage.getItem(KEY) ?? base64url('{}')))[name],
  set(name, value) {
    const all = JSON.parse(unbase64url(sessionStorage.getItem(KEY) ?? base64url('{}')));
    sessionStorage.setItem(KEY, base64url(JSON.stringify({ ...all, [name]: value })));
  },
};

function base64url(text) {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function unbase64url(text) {
  return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
}

function threads() {
  try {
    new MessageChannel().port1.postMessage(new SharedArrayBuffer(1));
    return true;
  } catch {
    return false;
  }
}

const isFirefox = navigator.userAgent.includes('Firefox');
const memory = { failed: false, soundFailed: false };

/** 3: the memory of one of the engine's workers, shared. */
function allocate() {
  try {
    return new WebAssembly.Memory({ initial: 1024, maximum: 2048, shared: true });
  } catch {
    memory.failed = true;
    return undefined;
  }
}

/** 3, 4: before what the browser's codecs and the Firefox bit say. */
function prefersWebRtc() {
  if (notes.get('WebRTC_Failed') || !server.has('webrtc')) return false;
  if (memory.failed) return true;
  const test = server.get('ab');
  const missing =
    bit('stg1', 4) ||
    (bit('stg1', 8) && (typeof SharedArrayBuffer === 'undefined' || typeof OffscreenCanvas === 'undefined')) ||
    (bit('stg3', 1) && typeof VideoEncoder === 'undefined');
  if (test ? test.startsWith('webrtc') : missing) return true;
  return threads() && !(allocate() && allocate());
}

/** 10: without H.264 there is no WebRTC, whatever the strategy says. */
function hasH264() {
  return [RTCRtpReceiver.getCapabilities('video'), RTCRtpSender.getCapabilities('video')].every((able) =>
    able?.codecs.some(({ mimeType }) => mimeType === 'video/H264'),
  );
}

let chosen;
/** The choice is made once for a document. */
function choosePicture() {
  const prefers = prefersWebRtc();
  chosen ??= { prefers, takes: prefers && hasH264() && (!isFirefox || bit('firefox', 2)) ? 'webrtc' : 'wasm' };
  return chosen;
}

/** 15, 21: sound is chosen apart from pictures, and needs no bit where its memory fails. */
function chooseSound() {
  if (isFirefox && !bit('firefox', 1)) return 'wasm';
  return memory.soundFailed || bit('audio', 64) ? 'webrtc' : 'wasm';
}

Object.assign(window, { server, notes, memory, choosePicture, chooseSound });
