// A client of Janus' VideoRoom as a vendor would write one: publishes on one connection, receives each publisher on
// another. Knows nothing of Callseal.
const VIDEO_ROOM = 'janus.plugin.videoroom';

class JanusRoom {
  #socket;
  #session;
  #waiting = new Map();
  #handles = new Map();
  #count = 0;
  #subscriptions = new Map();
  #publication;
  connections = [];
  senderConnection;
  /** Publishers of whom the server has told, and what came of receiving each. */
  heardOf = [];
  /** The server's name for this publisher, which its recordings have. */
  ownId;
  /** How this client makes a connection. */
  connect = window.makeConnection ?? ((configuration) => new RTCPeerConnection(configuration));
  /** What a client changes in the server's answer before it takes it. */
  amendAnswer = (sdp) => sdp;

  /** @param onStream (stream, name, connection, receiver), called for every track that arrives; without it none does */
  constructor(port, room, name, onStream) {
    Object.assign(this, { port, room, name, onStream });
  }

  async open() {
    this.#socket = new WebSocket(`ws://127.0.0.1:${this.port}`, 'janus-protocol');
    await new Promise((resolve, reject) => {
      this.#socket.onopen = resolve;
      this.#socket.onerror = () => reject(new Error('no connection to the room'));
    });
    this.#socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
    this.#session = (await this.#send({ janus: 'create' })).data.id;
  }

  async publish(stream, configuration, prepare) {
    const connection = this.connect(configuration);
    this.connections.push(connection);
    this.senderConnection = connection;
    const { handle, publishers } = await this.#join();
    this.#publication = handle;
    for (const track of stream.getTracks()) connection.addTrack(track, stream);
    await prepare?.(connection);
    await connection.setLocalDescription(await connection.createOffer());
    await gathered(connection);
    const answer = await this.message(handle, { request: 'publish' }, connection.localDescription);
    await connection.setRemoteDescription({ type: 'answer', sdp: this.amendAnswer(answer.jsep.sdp) });
    void this.#publishers(publishers);
  }

  /** Publishes one more track on the same connection, which has it before this returns for the first time. */
  async add(track) {
    const connection = this.senderConnection;
    connection.addTrack(track, new MediaStream([track]));
    await connection.setLocalDescription(await connection.createOffer());
    const answer = await this.message(this.#publication, { request: 'configure' }, connection.localDescription);
    await connection.setRemoteDescription({ type: 'answer', sdp: this.amendAnswer(answer.jsep.sdp) });
  }

  /** Receives without publishing. */
  async watch() {
    const { publishers } = await this.#join();
    await this.#publishers(publishers);
  }

  /** Asks for other layers of a publisher's video, such as { substream: 0 }. */
  async choose(name, layers) {
    const { handle, video } = this.#subscriptions.get(name);
    await this.message(handle, { request: 'configure', streams: [{ mid: video, ...layers }] });
  }

  async #join() {
    const handle = await this.attach(VIDEO_ROOM, (message) => this.#publishers(message.plugindata?.data.publishers));
    const request = { request: 'join', ptype: 'publisher', room: this.room, display: this.name };
    const { id, publishers } = (await this.message(handle, request)).plugindata.data;
    this.ownId = id;
    return { handle, publishers };
  }

  async #publishers(list = []) {
    if (!this.onStream) return;
    for (const { id, display } of list) {
      const heard = { display, became: 'asked' };
      this.heardOf.push(heard);
      try {
        await this.#subscribe(id, display);
        heard.became = 'started';
      } catch (error) {
        heard.became = String(error);
        throw error;
      }
    }
  }

  /** How far everything has come, for a test that waited in vain. */
  get condition() {
    return {
      heardOf: this.heardOf,
      unanswered: Array.from(this.#waiting.values(), ({ request }) => request),
      connections: this.connections.map((connection) => ({
        sends: connection === this.senderConnection,
        states: [connection.connectionState, connection.iceConnectionState, connection.signalingState],
      })),
    };
  }

  async #subscribe(feed, display) {
    const handle = await this.attach(VIDEO_ROOM);
    const offer = await this.message(handle, {
      request: 'join',
      ptype: 'subscriber',
      room: this.room,
      streams: [{ feed }],
    });
    const connection = this.connect(this.configuration);
    this.connections.push(connection);
    connection.ontrack = ({ track, receiver, streams: [stream] }) => {
      this.onReceiver?.(receiver);
      this.onStream(stream ?? new MediaStream([track]), display, connection, receiver);
    };
    await connection.setRemoteDescription(offer.jsep);
    const video = connection.getTransceivers().find((transceiver) => transceiver.receiver.track.kind === 'video');
    this.#subscriptions.set(display, { handle, video: video?.mid });
    await connection.setLocalDescription(await connection.createAnswer());
    await gathered(connection);
    await this.message(handle, { request: 'start' }, connection.localDescription);
  }

  /** @returns the handle of one of Janus' plugins, for `message` */
  async attach(plugin, onEvent = () => undefined) {
    const handle = (await this.#send({ janus: 'attach', plugin })).data.id;
    this.#handles.set(handle, onEvent);
    return handle;
  }

  message(handle, body, jsep) {
    return this.#send({
      janus: 'message',
      handle_id: handle,
      body,
      ...(jsep && { jsep: { type: jsep.type, sdp: jsep.sdp } }),
    });
  }

  #send(message) {
    const transaction = String(++this.#count);
    return new Promise((resolve, reject) => {
      this.#waiting.set(transaction, { resolve, reject, request: message.body?.request ?? message.janus });
      const session = this.#session && { session_id: this.#session };
      this.#socket.send(JSON.stringify({ ...message, ...session, transaction }));
    });
  }

  #receive(message) {
    if (message.janus === 'ack') return;
    const waiting = this.#waiting.get(message.transaction);
    if (waiting) {
      this.#waiting.delete(message.transaction);
      const error = message.error ?? message.plugindata?.data.error;
      if (error) waiting.reject(new Error(JSON.stringify(error)));
      else waiting.resolve(message);
    } else if (message.sender) this.#handles.get(message.sender)?.(message);
  }
}

function gathered(connection) {
  if (connection.iceGatheringState === 'complete') return undefined;
  return new Promise((resolve) => {
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState === 'complete') resolve();
    });
  });
}

// For conference.js.
window.JanusRoom = JanusRoom;
