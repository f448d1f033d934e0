// The conference's page. It knows nothing about encryption; it is the service that Callseal is used on.
import { SfuClient } from './sfu-client.js';

const query = new URLSearchParams(location.search);
const byId = (id) => document.getElementById(id);
const tiles = new Map();

byId('meeting').textContent = location.pathname.replace('/call/', '');
byId('name').value = query.get('name') ?? '';

function tile(name, stream, own) {
  tiles.get(name)?.remove();
  const figure = document.createElement('figure');
  const video = Object.assign(document.createElement('video'), {
    srcObject: stream,
    autoplay: true,
    playsInline: true,
    muted: own || query.has('muted'),
  });
  const caption = document.createElement('figcaption');
  caption.textContent = own ? `${name} (you)` : name;
  figure.dataset.name = name;
  figure.append(video, caption);
  tiles.set(name, figure);
  byId('tiles').append(figure);
}

const client = new SfuClient(`ws://${location.host}/sfu`, {
  stream(stream) {
    if (tiles.get(stream.id)?.querySelector('video').srcObject !== stream) tile(stream.id, stream, false);
    byId('status').textContent = `${tiles.size} in this call`;
  },
  left(name) {
    tiles.get(name)?.remove();
    tiles.delete(name);
    byId('status').textContent = `${tiles.size} in this call`;
  },
  error(message) {
    byId('status').textContent = message;
  },
});

/** Copies the clear frames for the control run, as a service's own client could. */
function tap(connection, frames) {
  for (const sender of connection.getSenders()) {
    const worker = new Worker('/tap-worker.js');
    worker.onmessage = ({ data }) => frames.push(data);
    sender.transform = new RTCRtpScriptTransform(worker, { kind: sender.track.kind });
  }
}

async function join() {
  byId('join').disabled = true;
  const name = byId('name').value;
  try {
    const sound = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    const media = await navigator.mediaDevices.getUserMedia({ audio: sound, video: true });
    tile(name, media, true);
    const tapped = [];
    await client.join(name, media, query.has('tap') ? (connection) => tap(connection, tapped) : undefined);
    byId('lobby').hidden = true;
    window.call = { connection: client.connection, tapped, tiles };
  } catch (error) {
    byId('status').textContent = error.message;
    byId('join').disabled = false;
  }
}

byId('lobby').addEventListener('submit', (event) => {
  event.preventDefault();
  void join();
});

addEventListener('pagehide', () => client.leave());
