/** A call on the stage: a site, a room, and a member whose media is watched at the server. */
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { BrowserName, Client, LaunchOptions } from './browsers.ts';
import { Janus, type Room } from './janus.ts';
import { Participant } from './member.ts';
import { poll } from './poll.ts';
import { PopupUser } from './popup-user.ts';
import { Reader } from './reader.ts';
import { heldBy, sealedInOrder } from './server-view.ts';
import { borrow } from './shared-browsers.ts';
import { type Site, type SiteOptions, startSite } from './site.ts';

export const PASSPHRASE = 'abacus zoom yogurt unicorn tulip reprint';

/** Everything a test of one member needs; closed after each test. */
export class Stage {
  #janus: Janus | undefined;
  readonly #clients: Client[] = [];
  readonly #sites: Site[] = [];

  constructor() {
    beforeAll(async () => {
      this.#janus = await Janus.start();
    });
    afterEach(async () => {
      // A browser that cannot be closed is no reason to leave the others running.
      const closed = await Promise.allSettled([this.end(), ...this.#sites.splice(0).map((site) => site.close())]);
      for (const result of closed) if (result.status === 'rejected') throw result.reason;
    });
    afterAll(() => this.#janus?.stop());
  }

  get janus(): Janus {
    if (!this.#janus) throw new Error('Janus does not run');
    return this.#janus;
  }

  async site(options: SiteOptions = {}): Promise<Site> {
    const site = await startSite(options);
    this.#sites.push(site);
    return site;
  }

  async client(name: BrowserName, options: LaunchOptions = {}): Promise<Client> {
    const client = await borrow(name, options);
    this.#clients.push(client);
    return client;
  }

  /** A page of the test build on a localhost meeting of its own. */
  async open(name: BrowserName, site: Site, path = '/meeting'): Promise<Participant> {
    const client = await this.client(name, { extension: 'test' });
    return Participant.open(client, `http://localhost:${site.port}${path}`);
  }

  /** Somebody in a tab of a browser that runs already, with the popup of that tab. */
  async user(client: Client, site: Site, path: string): Promise<PopupUser> {
    return PopupUser.open(await Participant.open(client, `http://localhost:${site.port}${path}`));
  }

  /** Ends all calls. Then the server's recordings are whole. */
  async end(): Promise<void> {
    const closed = await Promise.allSettled(this.#clients.splice(0).map((client) => client.close()));
    for (const result of closed) if (result.status === 'rejected') throw result.reason;
    await this.#janus?.finish();
  }
}

const readers = new WeakMap<Room, Map<string, Reader>>();

/** The one that has read what a room's server holds before. */
function readerOf(room: Room, path: string, passphrase: string): Reader {
  const known = readers.get(room) ?? new Map<string, Reader>();
  readers.set(room, known);
  const name = JSON.stringify([path, passphrase]);
  const reader = known.get(name) ?? new Reader(passphrase, 'localhost', path);
  known.set(name, reader);
  return reader;
}

/** Frames at the server so far: those that open with the passphrase, and all others. */
export function atServer(room: Room, path = '/meeting', passphrase = PASSPHRASE): { sealed: number; clear: number } {
  const { sealed, other } = heldBy(room, readerOf(room, path, passphrase));
  return { sealed: sealed.length, clear: other.length };
}

/** The same frame by frame, for each recording; whole once all calls are over. */
export function orderAtServer(room: Room, path = '/meeting', passphrase = PASSPHRASE): boolean[][] {
  return sealedInOrder(room, readerOf(room, path, passphrase));
}

/** Waits until the server has more than `frames` sealed frames. */
export function sealedAtServer(room: Room, frames = 30, path = '/meeting'): Promise<void> {
  return moreAtServer('sealed', room, frames, path);
}

/** Waits until the server has more than `frames` frames that do not open: the control. */
export function clearAtServer(room: Room, frames = 30, path = '/meeting'): Promise<void> {
  return moreAtServer('clear', room, frames, path);
}

async function moreAtServer(which: 'sealed' | 'clear', room: Room, frames: number, path: string): Promise<void> {
  let last = { sealed: 0, clear: 0 };
  await poll(
    async () => {
      last = atServer(room, path);
      return last[which] > frames;
    },
    { state: () => `more than ${frames} ${which} frames: ${JSON.stringify(last)}` },
  );
}
