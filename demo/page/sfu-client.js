// A participant's side of the conference: one WebSocket, one RTCPeerConnection for everything sent and received.
/** bit/s of a camera: the server is a small one, and so is the picture. */
const MAX_BITRATE = 300_000;

export class SfuClient {
  #socket;

  /**
   * @param {string} address of the server's WebSocket
   * @param {{ stream(stream: MediaStream): void, left(name: string): void, error(message: string): void }} events
   */
  constructor(address, events) {
    this.address = address;
    this.events = events;
  }

  /**
   * Publishes `media` under `name`.
   * @param {string} name
   * @param {MediaStream} media
   * @param {(connection: RTCPeerConnection) => void} [prepare] called in the task that made the senders
   */
  async join(name, media, prepare) {
    this.#socket = new WebSocket(this.address);
    await new Promise((resolve, reject) => {
      this.#socket.onopen = resolve;
      this.#socket.onerror = () => reject(new Error('The server does not answer.'));
    });
    this.connection = new RTCPeerConnection();
    this.connection.onicecandidate = ({ candidate }) => {
      if (candidate) this.#say({ type: 'candidate', candidate: candidate.toJSON() });
    };
    this.connection.ontrack = ({ streams: [stream] }) => stream && this.events.stream(stream);
    for (const track of [...media.getAudioTracks(), ...media.getVideoTracks()]) {
      const sendEncodings = track.kind === 'video' ? [{ maxBitrate: MAX_BITRATE }] : [{}];
      this.connection.addTransceiver(track, { direction: 'sendrecv', streams: [media], sendEncodings });
    }
    prepare?.(this.connection);
    // One message after the other: an offer must not be applied before the answer that came first.
    let before = Promise.resolve();
    this.#socket.onmessage = ({ data }) => {
      before = before.then(() => this.#heed(JSON.parse(data))).catch((error) => this.events.error(error.message));
    };
    await this.connection.setLocalDescription();
    this.#say({ type: 'join', name, sdp: this.connection.localDescription.sdp });
  }

  leave() {
    this.#socket?.close();
    this.connection?.close();
  }

  async #heed(message) {
    if (message.type === 'answer') await this.connection.setRemoteDescription(message);
    else if (message.type === 'offer') {
      await this.connection.setRemoteDescription(message);
      await this.connection.setLocalDescription();
      this.#say({ type: 'answer', sdp: this.connection.localDescription.sdp });
    } else if (message.type === 'left') this.events.left(message.name);
    else this.events.error(message.message);
  }

  #say(message) {
    this.#socket.send(JSON.stringify(message));
  }
}
