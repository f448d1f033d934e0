/** A room of the real SFU, and every packet that it has, each simulcast substream by itself. */
import { Forwarded } from '../support/forwarded.ts';
import type { Janus, Room } from '../support/janus.ts';
import type { Scene } from './scenes.ts';
import type { What } from './shaped-call.ts';

export interface Substream {
  readonly what: What;
  /** 0 is the lowest, as the server numbers them; always 0 without simulcast. */
  readonly layer: number;
  readonly forwarded: Forwarded;
}

export class Server {
  readonly room: Room;
  readonly scene: Scene;
  readonly #janus: Janus;
  readonly substreams: Substream[] = [];

  private constructor(janus: Janus, room: Room, scene: Scene) {
    this.#janus = janus;
    this.room = room;
    this.scene = scene;
  }

  static async open(janus: Janus, scene: Scene): Promise<Server> {
    const { picture } = scene;
    const codec = picture?.video.codec.toLowerCase() ?? 'vp8';
    const isSvc = picture?.shape.startsWith('L3') ?? false;
    const room = await janus.createRoom({ record: false, videocodec: codec, bitrate: 0, video_svc: isSvc });
    return new Server(janus, room, scene);
  }

  /** @param publication the server's id of what is published, whose m-sections are sound, picture and screen */
  async watch(publication: number): Promise<void> {
    const { picture } = this.scene;
    const sections = [['audio'], ...(picture ? [['video']] : []), ...(picture?.screen ? [['screen']] : [])] as What[][];
    const streams = [];
    for (const [section, [what]] of sections.entries()) {
      const layers = what === 'video' ? (picture?.substreams ?? 1) : 1;
      const ports: Record<string, number> = {};
      for (let layer = 0; layer < layers; layer++) {
        const forwarded = await Forwarded.open();
        this.substreams.push({ what: what as What, layer, forwarded });
        ports[layer === 0 ? 'port' : `port_${layer + 1}`] = forwarded.port;
      }
      streams.push({ mid: String(section), ...ports });
    }
    await this.#janus.forward(this.room, publication, streams);
  }

  close(): void {
    for (const { forwarded } of this.substreams) forwarded.close();
  }
}
