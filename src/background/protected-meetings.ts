import { decodeBase64, encodeBase64 } from '../base64.ts';
import { encodeCallId } from '../keys/call-id.ts';
import { otherSite } from '../services/other-site.ts';
import type { Meeting } from '../services/registry.ts';
import type { Store } from './tab-records.ts';

const ITEM = 'protected';

/** The oldest are forgotten first. */
const MOST = 1_000;

interface Known {
  /** Base64: HMAC-SHA-256 of the meeting. */
  readonly hash: string;
  readonly service: string;
  /** The user was asked whether its key is to be kept. */
  readonly asked: boolean;
}

interface Kept {
  /** Base64, 32 random bytes: hashes of one installation are of no use with those of another. */
  readonly key: string;
  readonly meetings: readonly Known[];
}

/**
 * Which meetings were protected, so that the next call there does not begin in clear without a word: a keyed hash of each and
 * its service's id, and no address.
 */
export class ProtectedMeetings {
  readonly #store: Store;
  /** Nobody else writes it. */
  #kept: Promise<Kept | undefined> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
  }

  /** The ids of the services that have any. */
  async services(): Promise<ReadonlySet<string>> {
    return new Set((await this.#read())?.meetings.map(({ service }) => service));
  }

  async has(meeting: Meeting): Promise<boolean> {
    return (await this.#find(meeting)) !== undefined;
  }

  /** Whether a meeting is known, and nobody has asked yet whether its key is to be kept. */
  async isToAsk(meeting: Meeting): Promise<boolean> {
    return (await this.#find(meeting))?.asked === false;
  }

  /** @returns whether it is new */
  add(meeting: Meeting): Promise<boolean> {
    return this.#inTurn(async () => {
      if (!isPlace(meeting) || (await this.#find(meeting))) return false;
      const kept = (await this.#read()) ?? newKept();
      const known = { hash: await hashOf(kept.key, meeting), service: meeting.service, asked: false };
      await this.#write({ ...kept, meetings: [...kept.meetings, known].slice(-MOST) });
      return true;
    });
  }

  /** The user has answered for a meeting whether its key is to be kept. */
  asked(meeting: Meeting): Promise<void> {
    return this.#inTurn(async () => {
      const [kept, found] = [await this.#read(), await this.#find(meeting)];
      if (!kept || !found) return;
      const meetings = kept.meetings.map((known) => (known === found ? { ...known, asked: true } : known));
      await this.#write({ ...kept, meetings });
    });
  }

  /** Forgets all of them, and the key. */
  forget(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#store.remove(ITEM);
      this.#kept = undefined;
    });
  }

  async #find(meeting: Meeting): Promise<Known | undefined> {
    const kept = await this.#read();
    if (!kept?.meetings.some(({ service }) => service === meeting.service)) return undefined;
    const hash = await hashOf(kept.key, meeting);
    return kept.meetings.find((known) => known.hash === hash);
  }

  #read(): Promise<Kept | undefined> {
    this.#kept ??= this.#store.get(ITEM).then(
      (items) => items[ITEM] as Kept | undefined,
      (error: unknown) => {
        this.#kept = undefined; // the next look may be luckier
        throw error;
      },
    );
    return this.#kept;
  }

  async #write(kept: Kept): Promise<void> {
    await this.#store.set({ [ITEM]: kept });
    this.#kept = Promise.resolve(kept);
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** Addresses at which a client shows every meeting: that of BigBlueButton, and front pages. */
const CLIENT = /\/(?:html5client|index\.html?)(?:\/|$)/;

/** The front page of a site that Callseal does not know is shown for more than one meeting, and so is a client's own address. */
function isPlace({ service, id }: Meeting): boolean {
  return service !== otherSite.id || (id.includes('/') && !CLIENT.test(id));
}

function newKept(): Kept {
  return { key: encodeBase64(crypto.getRandomValues(new Uint8Array(32))), meetings: [] };
}

async function hashOf(key: string, { service, id }: Meeting): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const hmac = await crypto.subtle.importKey('raw', decodeBase64(key), algorithm, false, ['sign']);
  const name = encodeCallId({ service, meeting: id });
  return encodeBase64(new Uint8Array(await crypto.subtle.sign('HMAC', hmac, name)));
}
