// A worker of a careless client: encodes or reads what it is given and sends it itself, or works as an effect.
let socket;
let encoder;
let frames = 0;

const open = (address) =>
  new Promise((resolve) => {
    socket = new WebSocket(address);
    socket.onopen = resolve;
  });

/** The middle row of a picture: enough to see whether it is black. */
async function row(frame) {
  const { codedWidth: width, codedHeight: height } = frame;
  const rect = { x: 0, y: Math.floor(height / 4) * 2, width: Math.floor(width / 2) * 2, height: 2 };
  const bytes = new Uint8Array(frame.allocationSize({ rect }));
  await frame.copyTo(bytes, { rect });
  return bytes.subarray(0, rect.width);
}

function encode(frame, take) {
  if (!encoder) {
    encoder = new VideoEncoder({
      output: (chunk) => {
        const bytes = new Uint8Array(chunk.byteLength);
        chunk.copyTo(bytes);
        take(bytes);
      },
      error: (error) => console.error(error),
    });
    encoder.configure({ codec: 'vp8', width: frame.displayWidth, height: frame.displayHeight, bitrate: 500_000 });
  }
  encoder.encode(frame, { keyFrame: frames++ % 30 === 0 });
  frame.close();
}

const jobs = {
  /** Sends a row of each picture that comes by message. */
  async rows({ frame }) {
    socket.send(await row(frame));
    frame.close();
  },
  /** Encodes each picture and gives the bytes back. */
  async encode({ frame }) {
    encode(frame, (bytes) => postMessage({ bytes }, [bytes.buffer]));
  },
  /** Reads the pictures of a processor by itself. */
  async stream({ readable }) {
    for await (const frame of readable) {
      socket.send(await row(frame));
      frame.close();
    }
  },
  /** Sends on the page's data channel. */
  async send({ channel }) {
    setInterval(() => channel.readyState === 'open' && channel.send(new Uint8Array(1_000)), 50);
  },
  /** An effect by messages: gives each picture back. */
  async effect({ frame }) {
    const canvas = new OffscreenCanvas(frame.displayWidth, frame.displayHeight);
    canvas.getContext('2d').drawImage(frame, 0, 0);
    frame.close();
    const bitmap = canvas.transferToImageBitmap();
    postMessage({ bitmap }, [bitmap]);
  },
  /** An effect by streams: gives each picture to the generator. */
  async pipe({ readable, writable }) {
    const blur = new TransformStream({
      transform(frame, controller) {
        const canvas = new OffscreenCanvas(frame.displayWidth, frame.displayHeight);
        const context = canvas.getContext('2d');
        context.filter = 'blur(4px)';
        context.drawImage(frame, 0, 0);
        const { timestamp } = frame;
        frame.close();
        controller.enqueue(new VideoFrame(canvas, { timestamp }));
      },
    });
    await readable.pipeThrough(blur).pipeTo(writable);
  },
};

const work = async ({ data }) => {
  if (data.port) data.port.onmessage = work;
  else if (data.address) {
    await open(data.address);
    postMessage('open');
  } else await jobs[data.job](data);
};
addEventListener('message', (event) => void work(event));
