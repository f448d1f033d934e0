// The WebRTC mode's signalling: a socket at the path of the media sockets, told apart by `mode=16`, that carries text.
// Numbers are those of the facts in README.md.
const NEGOTIATION = 32_769;
const OFFER = 1;

/** 8: the address of a socket. */
function gateway(port, query) {
  return `ws://127.0.0.1:${port}/wc/media/123456789?cid=AB12&${query}`;
}

async function opened(address) {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('no server')));
  });
  return socket;
}

async function zip(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function unzip(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).json();
}

/** 18: the check before joining: whether the gateway can be reached. */
async function tryGateway(port) {
  const socket = await opened(gateway(port, 'type=v&mode=16&prob=1'));
  socket.send(JSON.stringify({ evt: 4355, body: {} }));
  return socket;
}

/** 17: a line as joinSlots takes it. What was said first is said anew until there is an answer. */
async function gatewayLine(port, patience, giveUp) {
  const socket = await opened(gateway(port, 'type=v&mode=16'));
  let tries = 0;
  let retry;
  return {
    async say(message) {
      const text = JSON.stringify({
        evt: NEGOTIATION,
        body: { type: OFFER, data: await zip(JSON.stringify(message)) },
      });
      socket.send(text);
      if (message.type !== 'join') return;
      retry = setInterval(() => {
        if (++tries > 2) {
          clearInterval(retry);
          giveUp();
        } else socket.send(text);
      }, patience);
    },
    hear(handler) {
      socket.addEventListener('message', ({ data }) => {
        let message;
        try {
          message = JSON.parse(data);
        } catch {
          return; // nothing of signalling
        }
        if (message.evt !== NEGOTIATION) return;
        clearInterval(retry);
        void unzip(message.body.data).then(handler);
      });
    },
  };
}

/** 20: connections of the page with itself, to find out what the browser can do. */
async function loopBack() {
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  near.onicecandidate = ({ candidate }) => far.addIceCandidate(candidate);
  far.onicecandidate = ({ candidate }) => near.addIceCandidate(candidate);
  const channel = near.createDataChannel('probe');
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription);
  await new Promise((resolve) => {
    channel.onopen = resolve;
  });
  near.close();
  far.close();
}

Object.assign(window, { gateway, opened, tryGateway, gatewayLine, loopBack });
