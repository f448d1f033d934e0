// Encodes the pictures it is given and sends them: by the channel or socket it has, or through the page.
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

/** Sends by a channel or socket once it is open. @returns whether it was */
function by(way, open) {
  return (bytes) => {
    if (way.readyState !== open) return false;
    way.send(bytes);
    return true;
  };
}

async function work({ channel, socket, readable, frame }) {
  if (channel) send = by(channel, 'open');
  if (socket) send = by(new WebSocket(socket), WebSocket.OPEN);
  if (frame) encode(frame);
  if (readable) for await (const next of readable) encode(next);
}
addEventListener('message', ({ data }) => void work(data));
