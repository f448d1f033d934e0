// A call whose codecs, layers and path a test chooses: one participant sends, all others receive. Nothing is sent before
// `start`, so every receiver is there from the first frame on.
const sending = [];
const receiving = new Map();
let tracks = {};
let subscription;

/** Shows what arrives: the sender's first picture, and as its screen the second one. */
function receive(connection, stream, receiver) {
  const { kind } = receiver.track;
  const isScreen = kind === 'video' && receiving.get('sender')?.receivers.video;
  const label = isScreen ? 'sender/screen' : 'sender';
  const entry = receiving.get(label) ?? { connection, receivers: {} };
  entry.receivers[kind] = receiver;
  receiving.set(label, entry);
  show(isScreen ? new MediaStream([receiver.track]) : stream, label, connection);
}

const shaped = {
  async capture(shape) {
    tracks = await captureShape(shape);
  },

  /** @returns an offer for the receiver `name`, with all candidates */
  async offer(name, shape) {
    const connection = new RTCPeerConnection();
    sending.push({ name, connection, shape, senders: addShape(connection, shape) });
    await connection.setLocalDescription(await connection.createOffer());
    await gathered(connection);
    return withoutOrphans(connection.localDescription.sdp);
  },

  async answered(name, sdp) {
    const { connection, shape } = sending.find((entry) => entry.name === name);
    await connection.setRemoteDescription({ type: 'answer', sdp: withoutProbes(withOpus(sdp, shape.audio)) });
  },

  /** Receives directly. @returns the answer */
  async answer(sdp) {
    const connection = new RTCPeerConnection();
    connection.ontrack = ({ streams, receiver }) => receive(connection, streams[0], receiver);
    await connection.setRemoteDescription({ type: 'offer', sdp });
    await connection.setLocalDescription(await connection.createAnswer());
    await gathered(connection);
    return connection.localDescription.sdp;
  },

  /** Publishes in a room. @returns the server's id of this publication */
  async publish({ port, id, name }, shape) {
    const room = new JanusRoom(port, id, name);
    room.amendAnswer = (sdp) => withOpus(sdp, shape.audio);
    await room.open();
    let senders;
    await room.publish(new MediaStream(), undefined, (connection) => {
      senders = addShape(connection, shape);
    });
    sending.push({ name: 'server', connection: room.senderConnection, shape, senders });
    return room.ownId;
  },

  /** Receives the publisher of a room. */
  async watch({ port, id, name }) {
    subscription = new JanusRoom(port, id, name, (stream, _, connection, receiver) =>
      receive(connection, stream, receiver),
    );
    await subscription.open();
    await subscription.watch();
  },

  /** Asks the server for other layers of the picture. */
  choose: (layers) => subscription.choose('sender', layers),

  serverAnswer: () => sending.at(-1).connection.remoteDescription.sdp,

  /** Whether there are connections, and all of them stand. */
  connected() {
    const all = [...sending, ...receiving.values()].map(({ connection }) => connection.connectionState);
    return all.length > 0 && all.every((state) => state === 'connected');
  },

  async start() {
    for (const { senders } of sending) {
      for (const [what, sender] of Object.entries(senders)) await sender.replaceTrack(tracks[what]);
    }
  },

  /**
   * Ends all sending, first at the source: a sender that is switched off drops what its worker still has. Chromium also
   * drops such sound once its track is taken away, and Firefox goes on sending when a track has ended. In Firefox a sender
   * without a track goes on with a black picture a second, and a microphone does not heed its parameters; both together
   * end it.
   */
  async stop(browser) {
    const senders = sending.flatMap((entry) => Object.values(entry.senders));
    if (browser === 'chromium') for (const track of Object.values(tracks)) track?.stop();
    else for (const sender of senders) await sender.replaceTrack(null);
    await drained();
    for (const sender of senders) {
      const parameters = sender.getParameters();
      for (const encoding of parameters.encodings) encoding.active = false;
      await sender.setParameters(parameters);
      await sender.replaceTrack(null);
    }
  },

  /** Silence at the microphone, which goes on sending. */
  mute(muted) {
    tracks.audio.enabled = !muted;
  },

  /** Frames and packets of every sender, by receiver: of each encoding, the highest layer last. */
  async sent() {
    const all = sending.map(async ({ name, senders }) => {
      const kinds = Object.entries(senders).map(async ([what, sender]) => {
        const stats = [...(await sender.getStats()).values()].filter(({ type }) => type === 'outbound-rtp');
        const names = ['framesEncoded', 'framesSent', 'packetsSent', 'frameWidth', 'pliCount'];
        return [what, stats.map((entry) => ({ ...pick(entry, names), mode: entry.scalabilityMode ?? '' }))];
      });
      return [name, Object.fromEntries(await Promise.all(kinds))];
    });
    return Object.fromEntries(await Promise.all(all));
  },

  /** Frames and packets of every receiver, by what is shown. */
  async received() {
    const names = [
      ...['packetsReceived', 'packetsLost', 'framesReceived', 'framesDecoded', 'keyFramesDecoded', 'pliCount'],
      'frameWidth',
    ];
    const all = [...receiving].map(async ([label, { receivers }]) => {
      const kinds = Object.entries(receivers).map(async ([kind, receiver]) => {
        const stats = [...(await receiver.getStats()).values()].find(({ type }) => type === 'inbound-rtp');
        return [kind, pick(stats ?? {}, names)];
      });
      return [label, Object.fromEntries(await Promise.all(kinds))];
    });
    return Object.fromEntries(await Promise.all(all));
  },
};

/** Longer than an encoder and a worker pause, and shorter than Firefox between two black pictures. */
const STILL_MS = 400;
/** On a machine so busy that each look meets another black picture. */
const MOST_DRAINING_MS = 5_000;

/** Waits until nothing is sent any more. */
async function drained() {
  const begin = performance.now();
  let since = begin;
  let last;
  while (performance.now() - since < STILL_MS && performance.now() - begin < MOST_DRAINING_MS) {
    const now = JSON.stringify(await shaped.sent());
    if (now !== last) since = performance.now();
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 50)); // nothing tells of it
  }
}

// For tests.
window.shaped = shaped;
