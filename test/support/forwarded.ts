/** What a server forwards to UDP sockets of the test: every packet that it has, each substream by itself. */
import { createSocket, type Socket } from 'node:dgram';
import { type Packet, parseRtp } from './recording.ts';

/** Bytes a socket may keep while the test is busy; the system may grant less. */
const BUFFER = 8_000_000;

export class Forwarded {
  readonly port: number;
  readonly packets: Packet[] = [];
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.port = socket.address().port;
    socket.on('message', (datagram) => {
      const packet = parseRtp(datagram);
      if (packet) this.packets.push(packet);
    });
  }

  static async open(): Promise<Forwarded> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: BUFFER });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject).bind(0, '127.0.0.1', resolve);
    });
    return new Forwarded(socket);
  }

  close(): void {
    this.#socket.close();
  }
}
