/** The demo's conference over the Node SFU, with members who count what its server does to them. */
import { type Service, startService } from '../../demo/service.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import type { BrowserName, Client } from './browsers.ts';
import { aheadIntoSlot } from './clock.ts';
import { Participant } from './member.ts';
import type { Sfu } from './sfu.ts';
import type { VideoCodec } from './sfu-codecs.ts';
import { borrow } from './shared-browsers.ts';
import { PASSPHRASE } from './stage.ts';

export class Conference {
  readonly #service: Service;
  readonly #clock = aheadIntoSlot();
  readonly #clients: Client[] = [];

  private constructor(service: Service) {
    this.#service = service;
  }

  static async start(codec?: VideoCodec): Promise<Conference> {
    return new Conference(await startService(codec));
  }

  get sfu(): Sfu {
    return this.#service.sfu;
  }

  /** A member in a browser for itself. */
  async join(name: string, meeting: string, browser: BrowserName = 'chromium'): Promise<Member> {
    const client = await borrow(browser, { extension: 'test' });
    this.#clients.push(client);
    const participant = await Participant.open(client, `${this.#service.address(meeting)}?name=${name}&muted`);
    const member = new Member(name, participant, this.#clock);
    await member.moveClock(0);
    await participant.protect(PASSPHRASE);
    await member.enter();
    return member;
  }

  async close(): Promise<void> {
    for (const client of this.#clients.splice(0)) await client.close();
    await this.#service.close();
  }
}

export class Member {
  readonly name: string;
  readonly participant: Participant;
  readonly #clock: number;

  /** @param clock how far the conference's clock is ahead, milliseconds */
  constructor(name: string, participant: Participant, clock: number) {
    this.name = name;
    this.participant = participant;
    this.#clock = clock;
  }

  async enter(): Promise<void> {
    const { page } = this.participant;
    await page.bringToFront();
    await page.click('#join');
    await page.waitForFunction(() => 'call' in globalThis);
  }

  async reload(): Promise<void> {
    await this.participant.page.reload();
    await this.enter();
  }

  /** Moves the clock of this member's browser against the conference's. */
  moveClock(milliseconds: number): Promise<void> {
    return this.participant.setClock(this.#clock + milliseconds);
  }

  async totals(): Promise<TabView['totals']> {
    return (await this.participant.view()).totals;
  }

  /** Waits until so many more frames were opened. */
  async opens(frames: number): Promise<void> {
    const { opened } = await this.totals();
    await this.participant.until(({ totals }) => totals.opened > opened + frames);
  }

  /**
   * Waits until nothing is opened any more, does `action`, and waits until frames are refused for `reason`.
   *
   * @returns how many frames were opened meanwhile
   */
  async refuses(
    reason: string,
    frames: number,
    action: () => Promise<unknown> = async () => undefined,
  ): Promise<number> {
    const before = await this.quiet();
    const acting = action();
    const wanted = (before.failures[reason] ?? 0) + frames;
    await this.participant.until(({ totals }) => (totals.failures[reason] ?? 0) > wanted);
    await acting;
    return (await this.totals()).opened - before.opened;
  }

  /** Waits until nothing is opened any more, while he himself goes on sealing, in two looks of the guard in a row: the live frames were cut off. */
  async quiet(): Promise<TabView['totals']> {
    let last = await this.totals();
    for (let same = 0; same < 2; ) {
      const next = await this.#later(last);
      same = next.opened === last.opened ? same + 1 : 0;
      last = next;
    }
    return last;
  }

  /** What the guard's next look at the worker has. */
  async #later({ sealed }: TabView['totals']): Promise<TabView['totals']> {
    return (await this.participant.until(({ totals }) => totals.sealed !== sealed)).totals;
  }
}
