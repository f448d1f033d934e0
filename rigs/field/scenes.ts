/** What people do in a call, one step after the other, and what is looked at after each. */
import { SLOT_MS } from '../../src/slots.ts';
import type { Client } from '../../test/support/browsers.ts';
import { check, type Row, type Source, Watch } from './call.ts';
import { tokenFor } from './livekit.ts';
import { Person } from './person.ts';

export const PASSPHRASES = [
  'abacus zoom yogurt unicorn tulip reprint',
  'velvet orbit pickle harbor lantern quiz',
] as const;
export const MEETING = '/field';
const ROOM = 'field';

/** A slot turns by itself so long after clocks were put forward, when all members have heard of it. */
const BEFORE_TURN_MS = 8_000;

export interface Cast {
  readonly chromium: Client;
  readonly firefox: Client;
  readonly outside: Client;
  readonly server: string;
  readonly port: number;
}

interface Coming {
  readonly codec?: string;
  readonly video?: boolean;
  readonly audio?: boolean;
  readonly room?: string;
  readonly e2ee?: boolean;
}

export class Scenes {
  readonly rows: Row[] = [];
  readonly #cast: Cast;
  readonly #said: (row: Row) => void;
  readonly #watch = new Watch();
  readonly #members: Person[] = [];
  readonly #present = new Map<string, Set<Source>>();
  #outsider: Person | undefined;
  #aheadMs = 0;

  constructor(cast: Cast, said: (row: Row) => void) {
    this.#cast = cast;
    this.#said = said;
  }

  async run(): Promise<void> {
    this.#watch.start(() => this.#here());
    try {
      await this.#play();
    } finally {
      this.#watch.stop();
    }
  }

  async #play(): Promise<void> {
    const { chromium, firefox, outside } = this.#cast;
    const ada = await this.#member('Ada', chromium, { codec: 'vp8' });
    const bo = await this.#member('Bo', chromium, { codec: 'vp9' });
    const cy = await this.#member('Cy', chromium, { codec: 'av1', video: false });
    const dee = await this.#member('Dee', firefox, {});
    await this.#settleWindows();
    for (const person of [ada, bo, dee]) await this.#join(person, ['microphone', 'camera']);
    await this.#join(cy, ['microphone']);
    await this.#step('four members join: VP8, VP9, a microphone alone, Firefox');

    await this.#toggle(cy, 'camera');
    await this.#step('a camera comes late, in AV1');

    this.#outsider = await Person.open('Eve', outside, this.#address('Eve', { audio: false, video: false }), false);
    await this.#outsider.join();
    await this.#step('an outsider without Callseal joins and watches', { badges: true });

    await this.#toggle(ada, 'microphone');
    await this.#toggle(ada, 'camera');
    await this.#toggle(dee, 'microphone');
    await this.#step('one mutes both, one in Firefox the microphone');
    await this.#toggle(ada, 'microphone');
    await this.#toggle(ada, 'camera');
    await this.#toggle(dee, 'microphone');
    await this.#step('they unmute');

    await this.#toggle(bo, 'screen_share');
    await this.#step('a screen is shared');
    await this.#toggle(bo, 'screen_share');
    await this.#step('it ends');

    await this.#leave(cy);
    await this.#leave(ada);
    await this.#step('two leave');
    await this.#join(ada, ['microphone', 'camera']);
    await this.#join(cy, ['microphone']);
    await this.#toggle(cy, 'camera');
    await this.#step('they come again, in the other order');

    for (const scenario of ['signal-reconnect', 'resume-reconnect', 'full-reconnect', 'node-failure', 'migration']) {
      await bo.simulate(scenario);
      if (scenario === 'full-reconnect') await dee.simulate(scenario);
      await this.#step(`${scenario}${scenario === 'full-reconnect' ? ', in Firefox too' : ''}`);
    }

    this.#watch.allowed = ['warn_clock']; // true as long as one browser's clock is put forward and the other's is not
    await this.#setClocks(SLOT_MS - (Date.now() % SLOT_MS) - BEFORE_TURN_MS);
    await new Promise((resolve) => setTimeout(resolve, BEFORE_TURN_MS + 1_000));
    await this.#step('a time slot turns', { quiet: true });

    this.#watch.allowed = ['warn_foreign']; // true between the first and the last
    for (const person of this.#members) await person.giveKey(PASSPHRASES[1], this.#aheadMs);
    await this.#step('all change the key', { quiet: true });

    await ada.sendFile(5_000_000);
    await this.#step('a file of 5 MB');

    this.#watch.allowed = ['warn_not_sealed'];
    await this.#outsider.toggle('microphone');
    await this.#outsider.toggle('camera');
    await this.#step('the outsider talks', { warnings: ['warn_not_sealed'] });
    await this.#outsider.leave();
    this.#outsider = undefined;
    await this.#step('the outsider leaves', { quiet: true, badges: true });

    for (const person of this.#members) {
      await this.#leave(person);
      await person.page.goto(this.#address(person.name, { room: `${ROOM}-2`, e2ee: true }));
    }
    for (const person of this.#members) await this.#join(person, ['microphone', 'camera']);
    // In VP8, for Firefox loads its H.264 from the network.
    await this.#step("LiveKit's own encryption inside ours, after a reload");
  }

  #here(): Person[] {
    return this.#members.filter(({ name }) => this.#present.has(name));
  }

  #address(name: string, { codec, video = true, audio = true, room = ROOM, e2ee = false }: Coming): string {
    const query = new URLSearchParams({ server: this.#cast.server, token: tokenFor(room, name) });
    if (codec) query.set('codec', codec);
    if (!video) query.set('video', '0');
    if (!audio) query.set('audio', '0');
    if (e2ee) query.set('e2ee', 'a key of the service');
    return `http://localhost:${this.#cast.port}${MEETING}?${query}`;
  }

  async #member(name: string, client: Client, coming: Coming): Promise<Person> {
    const person = await Person.open(name, client, this.#address(name, coming), true);
    await person.participant.protect(PASSPHRASES[0]);
    this.#members.push(person);
    return person;
  }

  /** Opens all popups, and has each call in front in its window again. */
  async #settleWindows(): Promise<void> {
    for (const person of this.#members) await person.words();
    for (const person of this.#members) await person.page.bringToFront();
  }

  async #join(person: Person, sources: readonly Source[]): Promise<void> {
    await person.join();
    this.#present.set(person.name, new Set(sources));
  }

  async #leave(person: Person): Promise<void> {
    this.#present.delete(person.name);
    await person.leave();
  }

  async #toggle(person: Person, source: Source): Promise<void> {
    const sends = this.#present.get(person.name);
    await person.toggle(source);
    if (sends && !sends.delete(source)) sends.add(source);
  }

  async #setClocks(aheadMs: number): Promise<void> {
    this.#aheadMs = aheadMs;
    for (const person of this.#members) await person.participant.setClock(aheadMs);
  }

  /** @param quiet whether what was allowed before is so no longer, once it has settled */
  async #step(
    step: string,
    {
      warnings,
      quiet = false,
      badges = false,
    }: { warnings?: ['warn_not_sealed']; quiet?: boolean; badges?: boolean } = {},
  ): Promise<void> {
    const row = await check(
      step,
      {
        sending: this.#present,
        members: this.#here(),
        ...(this.#outsider && { outsider: this.#outsider }),
        ...(warnings && { warnings }),
        badges,
      },
      () => this.#watch.take(),
    );
    if (quiet) this.#watch.allowed = [];
    this.rows.push(row);
    this.#said(row);
  }
}
