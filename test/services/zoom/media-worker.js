// Encodes the pictures it is given. They leave by the channel it has, by a socket of a worker of its own, or by the page.
/** The script of its threads, which the page writes in here. */
const thread = '/* thread */';
let send = (bytes) => {
  postMessage(bytes, [bytes.buffer]);
  return true;
};
let encoder;
let frames = 0;
/** What comes before the first key frame that left could not be decoded. */
let begun = false;

function encode(frame) {
  encoder ??= new VideoEncoder({
    output(chunk) {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      if (begun || chunk.type === 'key') begun = send(bytes) || begun;
    },
    error: (error) => console.error(error),
  });
  if (encoder.state === 'unconfigured') {
    encoder.configure({ codec: 'vp8', width: frame.displayWidth, height: frame.displayHeight, bitrate: 500_000 });
  }
  encoder.encode(frame, { keyFrame: frames++ % 30 === 0 });
  frame.close();
}

/** 22: a worker of the worker, likewise from a Blob that is revoked at once. */
function threadTo(socket) {
  const address = URL.createObjectURL(new Blob([thread], { type: 'application/javascript' }));
  const worker = new Worker(address, { name: 'em-pthread' });
  URL.revokeObjectURL(address);
  worker.postMessage({ socket });
  return worker;
}

/** What comes by another way can be decoded from its first key frame on. */
function sendBy(way) {
  send = way;
  begun = false;
}

async function work({ channel, socket, readable, frame }) {
  if (channel) {
    sendBy((bytes) => {
      if (channel.readyState !== 'open') return false;
      channel.send(bytes);
      return true;
    });
  }
  if (socket) {
    const worker = threadTo(socket);
    await new Promise((resolve) => {
      worker.onmessage = resolve;
    });
    sendBy((bytes) => {
      worker.postMessage(bytes, [bytes.buffer]);
      return true;
    });
  }
  if (frame) encode(frame);
  if (readable) for await (const next of readable) encode(next);
}
addEventListener('message', ({ data }) => void work(data));
