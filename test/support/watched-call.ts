/** A call of a page with itself, of which a test decides what goes past the worker, and what the watch says of it. */
import { type BrowserName, type Client, launch } from './browsers.ts';
import { LEAKY, type Order } from './leaky-worker.ts';
import { installRig, type Rig } from './loop-back-page.ts';
import { Participant } from './member.ts';
import { allowNamedFunctions } from './named-functions.ts';
import type { Site } from './site.ts';

declare const rig: Rig;

export type SentShape = Parameters<Rig['start']>[0];

const PASSPHRASE = 'abacus zoom yogurt unicorn tulip reprint';

/** A browser whose frame worker takes orders. */
export function launchLeaky(name: BrowserName): Promise<Client> {
  return launch(name, { extension: 'test', crippled: LEAKY, prefs: { 'media.peerconnection.ice.loopback': true } });
}

export class WatchedCall {
  readonly #member: Participant;

  private constructor(member: Participant) {
    this.#member = member;
  }

  static async start(client: Client, site: Site, shape: SentShape): Promise<WatchedCall> {
    const member = await Participant.open(client, `http://localhost:${site.port}/leak-watch`);
    const call = new WatchedCall(member);
    await call.order('none');
    await member.protect(PASSPHRASE);
    await allowNamedFunctions(member.page);
    await member.page.evaluate(installRig);
    await member.inCall(() => rig.draw(30));
    await member.inCall((wanted) => rig.start(wanted), shape);
    await member
      .until(({ totals }) => totals.sealed > 10)
      .catch(async (error: unknown) => {
        const { frames } = await member.inCall(() => rig.sent());
        // Firefox names H.264 also where it has nothing to encode it with.
        throw shape.kind === 'video' && frames === 0 ? new Error(`no ${shape.mimeType}`) : error;
      });
    const { codec } = await member.inCall(() => rig.sent());
    if (codec !== '' && codec.toLowerCase() !== shape.mimeType.toLowerCase()) throw new Error(`it sends ${codec}`);
    return call;
  }

  draw(rate: number): Promise<void> {
    return this.#member.inCall((pictures) => rig.draw(pictures), rate);
  }

  replace(): Promise<void> {
    return this.#member.inCall(() => rig.replace());
  }

  async order(order: Order): Promise<void> {
    await this.#member.ask('popup:settings', { change: { name: order } });
  }

  /** Frames that the browser has counted as sent and the worker has not seen. */
  async missing(): Promise<number> {
    const { frames } = await this.#member.inCall(() => rig.sent());
    const { streams } = await this.#member.view();
    return streams.reduce(
      (left, { side, kind, seen }) => (side === 'send' && kind === 'video' ? left - seen : left),
      frames,
    );
  }

  async sealed(): Promise<number> {
    return (await this.#member.view()).totals.sealed;
  }

  async untilSealed(frames: number): Promise<void> {
    await this.#member.until(({ totals }) => totals.sealed >= frames);
  }

  async untilLeak(): Promise<void> {
    await this.#member.until(({ broken }) => broken === 'leak');
  }

  async isLeak(): Promise<boolean> {
    const { broken } = await this.#member.view();
    if (broken !== null && broken !== 'leak') throw new Error(`broken: ${broken}`);
    return broken === 'leak';
  }

  async end(): Promise<void> {
    await this.order('none');
    await this.#member.ask('popup:protect', { on: false });
    await this.#member.page.close();
  }
}
