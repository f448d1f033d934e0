// Encodes the pictures it is given and sends them: by the channel or socket it has, or through the page.
let send = (bytes) => postMessage(bytes, [bytes.buffer]);
let encoder;
let frames = 0;

function encode(frame) {
  encoder ??= new VideoEncoder({
    output(chunk) {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      send(bytes);
    },
    error: (error) => console.error(error),
  });
  if (encoder.state === 'unconfigured') {
    encoder.configure({ codec: 'vp8', width: frame.displayWidth, height: frame.displayHeight, bitrate: 500_000 });
  }
  encoder.encode(frame, { keyFrame: frames++ % 30 === 0 });
  frame.close();
}

async function work({ channel, socket, readable, frame }) {
  if (channel) send = (bytes) => channel.readyState === 'open' && channel.send(bytes);
  if (socket) {
    const made = new WebSocket(socket);
    send = (bytes) => made.readyState === WebSocket.OPEN && made.send(bytes);
  }
  if (frame) encode(frame);
  if (readable) for await (const next of readable) encode(next);
}
addEventListener('message', ({ data }) => void work(data));
