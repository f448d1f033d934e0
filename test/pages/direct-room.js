// Direct connections, as services make them while there are only two. The descriptions are carried by the test.
class DirectRoom {
  connections = [];
  senderConnection;
  /** How this page's client makes a connection. */
  connect = window.makeConnection ?? (() => new RTCPeerConnection());
  #byName = new Map();

  /** @param {(stream: MediaStream, name: string) => void} onStream called for every track that arrives */
  constructor(onStream) {
    this.onStream = onStream;
  }

  /** @param codecs what each kind's transceiver should prefer, such as { audio: ['audio/red', 'audio/opus'] } */
  async offer(name, stream, codecs) {
    const connection = this.#connect(name);
    for (const track of stream.getTracks()) connection.addTrack(track, stream);
    prefer(connection, codecs);
    await connection.setLocalDescription(await connection.createOffer());
    await gathered(connection);
    return connection.localDescription.sdp;
  }

  async answer(name, sdp, stream, codecs) {
    const connection = this.#connect(name);
    await connection.setRemoteDescription({ type: 'offer', sdp });
    for (const track of stream.getTracks()) connection.addTrack(track, stream);
    prefer(connection, codecs);
    await connection.setLocalDescription(await connection.createAnswer());
    await gathered(connection);
    return connection.localDescription.sdp;
  }

  async accept(name, sdp) {
    await this.#byName.get(name).setRemoteDescription({ type: 'answer', sdp });
  }

  #connect(name) {
    const connection = this.connect();
    this.connections.push(connection);
    this.senderConnection ??= connection;
    this.#byName.set(name, connection);
    connection.ontrack = ({ track, streams: [stream] }) =>
      this.onStream(stream ?? new MediaStream([track]), name, connection);
    return connection;
  }
}

function prefer(connection, codecs = {}) {
  for (const transceiver of connection.getTransceivers()) {
    const { kind } = transceiver.receiver.track;
    const wanted = codecs[kind];
    if (!wanted) continue;
    const known = RTCRtpReceiver.getCapabilities(kind).codecs;
    const chosen = wanted.flatMap((type) => known.filter(({ mimeType }) => mimeType.toLowerCase() === type));
    transceiver.setCodecPreferences(chosen);
  }
}

// For conference.js.
window.DirectRoom = DirectRoom;
