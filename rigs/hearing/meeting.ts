/** Two members, of whom ada speaks and bo listens: where a server mixes sound, or where it forwards it. */
import { readFileSync } from 'node:fs';
import { type Client, launch } from '../../test/support/browsers.ts';
import type { Janus } from '../../test/support/janus.ts';
import { Participant } from '../../test/support/member.ts';
import { poll } from '../../test/support/poll.ts';
import type { Site } from '../../test/support/site.ts';
import { type Heard, type Judged, judge, type Spoken } from './judge.ts';

const PASSPHRASE = 'abacus zoom yogurt unicorn tulip reprint';
const SCRIPT = readFileSync(new URL('page/mouth-and-ear.js', import.meta.url), 'utf8');

declare const hearing: { speak(fps: number): Promise<void>; listenTo(from?: string): Promise<void>; take(): string };
declare const call: { join(options: object): Promise<void> };

interface Taken {
  readonly spoken: Spoken[];
  readonly heard: Heard[];
}

export type Way = 'pictures' | 'forwarded';

/** Pictures a second of all members but the one whose sound they carry: what they cost is not what is measured. */
const SLOW_FPS = 5;

export class Meeting {
  readonly way: Way;
  readonly #ada: Participant;
  readonly #bo: Participant;

  private constructor(way: Way, ada: Participant, bo: Participant) {
    this.way = way;
    this.#ada = ada;
    this.#bo = bo;
  }

  /** @param fps pictures a second of ada's, where they carry the sound */
  static async start(client: Client, site: Site, janus: Janus, way: Way, fps: number): Promise<Meeting> {
    const [pictures, sound] = [await janus.createRoom({ videocodec: 'vp8' }), await janus.createMixer()];
    const join = async (name: string): Promise<Participant> => {
      // Members are told apart by their tabs' addresses.
      const address = `http://localhost:${site.port}/${way}-${fps}-${pictures.id}?${name}`;
      const member = await Participant.open(client, address, 'window');
      await member.protect(PASSPHRASE);
      await member.page.evaluate(SCRIPT);
      const own = way === 'pictures' && name === 'ada' ? fps : SLOW_FPS;
      await member.page.evaluate((rate) => hearing.speak(rate), own);
      const room = { port: janus.port, id: pictures.id, mixer: sound.id, name, video: 'canvas' };
      await member.page.evaluate((options) => call.join(options), room);
      return member;
    };
    return new Meeting(way, await join('ada'), await join('bo'));
  }

  /** Has bo listen, once ada is heard. */
  async listen(): Promise<void> {
    if (this.way === 'pictures') {
      await this.#bo.until(({ heardInPictures }) => heardInPictures.length === 1);
      await this.#bo.guard('callseal:test-show-voices');
    }
    await this.#bo.page.evaluate((from) => hearing.listenTo(from), this.way === 'forwarded' ? 'ada' : undefined);
    await poll(async () => (await take(this.#bo)).heard.some(([, , low = 0]) => low > 0.01));
  }

  /** What was heard since the last time. */
  async judge(): Promise<Judged> {
    const [said, heard] = await Promise.all([take(this.#ada), take(this.#bo)]);
    return judge(said.spoken, heard.heard);
  }
}

async function take(member: Participant): Promise<Taken> {
  return JSON.parse(await member.page.evaluate(() => hearing.take())) as Taken;
}

/** A browser that plays without a click. */
export const launchPlaying = (name: Client['name']): Promise<Client> =>
  name === 'chromium'
    ? launch(name, { extension: 'test' })
    : launch(name, { extension: 'test', prefs: { 'media.peerconnection.ice.loopback': true } });
