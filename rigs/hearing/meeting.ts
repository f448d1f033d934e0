/** Two members, of whom ada speaks and bo listens: where a server mixes sound, or where it forwards it. */
import { readFileSync } from 'node:fs';
import { cpuMsOf } from '../../bench/cpu.ts';
import { type BrowserName, type Client, launch } from '../../test/support/browsers.ts';
import type { Janus } from '../../test/support/janus.ts';
import { Participant } from '../../test/support/member.ts';
import { poll } from '../../test/support/poll.ts';
import type { Site } from '../../test/support/site.ts';
import type { Counters } from './cost.ts';
import { type Given, type Got, type Judged, judge } from './judge.ts';

const PASSPHRASE = 'abacus zoom yogurt unicorn tulip reprint';
const SCRIPTS = ['flash', 'mouth-and-ear'].map((name) =>
  readFileSync(new URL(`page/${name}.js`, import.meta.url), 'utf8'),
);

declare const hearing: {
  speak(fps: number): Promise<void>;
  attendTo(from: string, voice: boolean): Promise<void>;
  take(): string;
};
declare const call: { join(options: object): Promise<void> };

export type Way = 'pictures' | 'forwarded';

/** Pictures a second of the one who only listens: what they cost is not what is measured. */
const SLOW_FPS = 5;

/** Each member has a browser alone, so that what it takes can be told. */
export class Meeting {
  readonly way: Way;
  readonly #ada: Participant;
  readonly #bo: Participant;

  private constructor(way: Way, ada: Participant, bo: Participant) {
    this.way = way;
    this.#ada = ada;
    this.#bo = bo;
  }

  /** @param fps pictures a second of ada's */
  static async start(browser: BrowserName, site: Site, janus: Janus, way: Way, fps: number): Promise<Meeting> {
    const [pictures, sound] = [await janus.createRoom({ videocodec: 'vp8' }), await janus.createMixer()];
    const clients: Client[] = [];
    const join = async (name: string, rate: number): Promise<Participant> => {
      const client = await launchPlaying(browser);
      clients.push(client);
      const address = `http://localhost:${site.port}/${way}-${fps}-${pictures.id}?${name}`;
      const member = await Participant.open(client, address, 'window');
      await member.protect(PASSPHRASE);
      for (const script of SCRIPTS) await member.page.evaluate(script);
      await member.page.evaluate((own) => hearing.speak(own), rate);
      const room = { port: janus.port, id: pictures.id, mixer: sound.id, name, video: 'canvas' };
      await member.page.evaluate((options) => call.join(options), room);
      return member;
    };
    try {
      return new Meeting(way, await join('ada', fps), await join('bo', SLOW_FPS));
    } catch (error) {
      for (const client of clients) await client.close();
      throw error;
    }
  }

  /** Has bo listen and watch, once ada is heard and seen. */
  async listen(): Promise<void> {
    const inPictures = this.way === 'pictures';
    if (inPictures) {
      await this.#bo.until(({ heardInPictures }) => heardInPictures.length === 1);
      await this.#bo.guard('callseal:test-show-voices');
    }
    await this.#bo.page.evaluate((voice) => hearing.attendTo('ada', voice), inPictures);
    await poll(async () => (await take(this.#bo)).heard.some(([, , low = 0]) => low > 0.01));
    await poll(async () => (await take(this.#bo)).seen.length > 0);
  }

  /** What was heard and seen since the last time. */
  async judge(): Promise<Judged> {
    const [given, got] = await Promise.all([take(this.#ada), take(this.#bo)]);
    return judge(given, got);
  }

  /** What was sent and taken so far. */
  async counters(): Promise<Counters> {
    const { sent } = await this.#ada.stats();
    return {
      at: performance.now(),
      pictureBytes: sent.video?.bytesSent,
      senderMs: cpuMsOf(this.#ada.client.browser.process()?.pid ?? 0),
      receiverMs: cpuMsOf(this.#bo.client.browser.process()?.pid ?? 0),
    };
  }

  async close(): Promise<void> {
    for (const { client } of [this.#ada, this.#bo]) await client.close();
  }
}

async function take(member: Participant): Promise<Given & Got> {
  return JSON.parse(await member.page.evaluate(() => hearing.take())) as Given & Got;
}

/** A browser that plays without a click. */
const launchPlaying = (name: BrowserName): Promise<Client> =>
  name === 'chromium'
    ? launch(name, { extension: 'test' })
    : launch(name, { extension: 'test', prefs: { 'media.peerconnection.ice.loopback': true } });
