import type { Settings } from '../settings.ts';
import type { Store } from './tab-records.ts';

const DEFAULTS: Settings = { badges: true, name: '', meetings: true };
const KEY = 'settings';

/** What the user has chosen for all calls. Guards are told with their orders: nothing in a page's process reads it. */
export class UserSettings {
  readonly #store: Store;
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
  }

  async read(): Promise<Settings> {
    return { ...DEFAULTS, ...((await this.#store.get(KEY))[KEY] as Partial<Settings> | undefined) };
  }

  /** One change at a time: letters that are typed fast must not overtake one another. */
  change({ badges, name, meetings }: Partial<Settings>): Promise<Settings> {
    const turn = this.#last.then(async () => {
      const before = await this.read();
      const after = {
        badges: badges ?? before.badges,
        name: name ?? before.name,
        meetings: meetings ?? before.meetings,
      };
      await this.#store.set({ [KEY]: after });
      return after;
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
