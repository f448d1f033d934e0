/** A call of a service whose server has slots: its site, its server, and who takes part. */
import type { BrowserName } from '../../../support/browsers.ts';
import { aheadIntoSlot } from '../../../support/clock.ts';
import { InTurn } from '../../../support/in-turn.ts';
import { Participant } from '../../../support/member.ts';
import { poll } from '../../../support/poll.ts';
import { Reader, type ReadFrame } from '../../../support/reader.ts';
import type { VideoCodec } from '../../../support/sfu-codecs.ts';
import { PASSPHRASE, type Stage } from '../../../support/stage.ts';
import { framesIn } from './packets.ts';
import { type Framing, SlotServer } from './server.ts';

/** A service as its stand-in has it. */
export interface SlotService {
  /** Callseal's name for the service. */
  readonly id: string;
  readonly host: string;
  /** Path of the meeting's link, and its id where all participants have the same one. */
  readonly path: string;
  readonly meeting: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Codecs of pictures that its server takes. */
  readonly takes: readonly VideoCodec[];
  readonly framing?: Framing;
  /** The file that an address shows, where it is not the same for all. */
  readonly page?: (url: URL) => string;
  /** How a participant, who has switched protection on or is an outsider, comes from the link to the call. */
  readonly enter?: (participant: Participant, member: boolean) => Promise<void>;
}

/** What the service's client.js offers beside what conference.js does. */
declare const call: {
  join(options: object): Promise<void>;
  share(options: object): Promise<void>;
  send(mimeType: string): Promise<void>;
  sources(tile: string): number[];
  flow(tile: string): Promise<number>;
};

export class SlotCall {
  readonly server: SlotServer;
  readonly #stage: Stage;
  readonly #browser: BrowserName;
  readonly #port: number;
  readonly #service: SlotService;
  readonly #reader: Reader;
  /** How far the members' clocks are ahead, milliseconds. */
  readonly clock = aheadIntoSlot();
  readonly #joining = new InTurn();

  private constructor(server: SlotServer, stage: Stage, browser: BrowserName, port: number, service: SlotService) {
    this.server = server;
    this.#stage = stage;
    this.#browser = browser;
    this.#port = port;
    this.#service = service;
    this.#reader = new Reader(PASSPHRASE, service.id, service.meeting, Date.now() + this.clock);
  }

  static async start(stage: Stage, browser: BrowserName, service: SlotService): Promise<SlotCall> {
    const { id, headers, takes, page = () => `../services/${id}/call.html` } = service;
    const { port } = await stage.site({ securePort: 0, headers, page });
    return new SlotCall(await SlotServer.start(takes, service.framing), stage, browser, port, service);
  }

  /**
   * Several who are called in at once prepare at the same time, and join in the order in which they were called: the first
   * picture's slot carries whoever came first.
   *
   * @param codec of the pictures that this one sends
   */
  join(name: string, codec: VideoCodec, { member = true, video = 'canvas' } = {}): Promise<Participant> {
    return this.#joining.go(async (turn) => {
      const participant = await this.#prepare(member);
      await turn;
      this.server.codecs.set(name, codec);
      await participant.inCall((options) => call.join(options), { port: this.server.port, name, video });
      return participant;
    });
  }

  /** Somebody who has come as far as the service's page. */
  async #prepare(member: boolean): Promise<Participant> {
    const { host, path, enter } = this.#service;
    const client = await this.#stage.client(this.#browser, member ? { extension: 'test' } : {});
    const participant = await Participant.open(client, `https://${host}:${this.#port}${path}`);
    if (member) {
      await participant.setClock(this.clock);
      await participant.protect(PASSPHRASE);
    }
    await enter?.(participant, member);
    return participant;
  }

  /** Shares a screen, whose source is called `<name>-screen`. */
  async share(participant: Participant, name: string, codec: VideoCodec): Promise<void> {
    this.server.codecs.set(`${name}-screen`, codec);
    const options = { port: this.server.port, name: `${name}-screen` };
    await participant.inCall((given) => call.share(given), options);
  }

  /** Changes the codec of a participant's camera, without a new offer. */
  send(participant: Participant, codec: VideoCodec): Promise<void> {
    return participant.inCall((mimeType) => call.send(mimeType), `video/${codec.toUpperCase()}`);
  }

  /** Who is in a slot, as the page finds out. */
  sources(participant: Participant, tile: string): Promise<number[]> {
    return participant.inCall((name) => call.sources(name), tile);
  }

  /** Waits for so many more frames (of a picture) or packets (of a sound) in a slot. */
  async flows(participant: Participant, tile: string, more: number): Promise<void> {
    const flow = (): Promise<number> => participant.inCall((name) => call.flow(name), tile);
    const before = await flow();
    let last = before;
    await poll(
      async () => {
        last = await flow();
        return last > before + more;
      },
      { state: () => `${tile}: ${before}, then ${last}` },
    );
  }

  /** Waits until the server has more than so many frames of one publisher and kind that are not sealed. */
  async holdsClear(publisher: string, kind: 'audio' | 'video', frames: number): Promise<void> {
    const count = (): number => this.heldOf(publisher, kind).other.length;
    await poll(async () => count() > frames, { state: () => `${count()} clear frames of ${publisher}, ${kind}` });
  }

  /** What the server has of one publisher, one kind, and of one layer or all. */
  heldOf(publisher: string, kind: 'audio' | 'video', rid?: string): { sealed: ReadFrame[]; other: ReadFrame[] } {
    const packets = (this.server.held.get(publisher) ?? []).filter(
      (packet) => packet.kind === kind && (rid === undefined || packet.rid === rid),
    );
    const read = framesIn(packets).map((frame) => this.#reader.read(frame));
    return { sealed: read.filter(({ clear }) => clear), other: read.filter(({ clear }) => !clear) };
  }
}
