import { decodeBase64, encodeBase64 } from '../base64.ts';
import {
  newVaultKey,
  openVault,
  type RememberedKey,
  sealVault,
  type Vault,
  type VaultKey,
  vaultKey,
} from '../keys/vault.ts';
import type { Meeting } from '../services/registry.ts';
import type { Store } from './tab-records.ts';

/** none: there is no vault; locked: there is one; open: its key is in storage.session. */
export type MemoryState = 'none' | 'locked' | 'open';

const VAULT = 'vault';
const KEY = 'vaultKey';

/** Keys of meetings that the user wants to keep: sealed on the disk, and open only while he has unlocked them. */
export class Memory {
  readonly #local: Store;
  readonly #session: Store;
  #last: Promise<unknown> = Promise.resolve();

  constructor(local: Store, session: Store) {
    this.#local = local;
    this.#session = session;
  }

  async state(): Promise<MemoryState> {
    if (!(await this.#vault())) return 'none';
    return (await this.#key()) ? 'open' : 'locked';
  }

  /**
   * Makes an empty vault, in the place of any there was, and leaves it open.
   *
   * @throws PassphraseError when the passphrase is empty, or neither drawn nor measured; then nothing was changed
   */
  create(passphrase: string, measured: boolean): Promise<void> {
    return this.#inTurn(async () => {
      const key = await newVaultKey(passphrase, measured);
      await this.#local.set({ [VAULT]: await sealVault([], key) });
      await this.#keepKey(key);
    });
  }

  /** @returns whether the passphrase was right */
  unlock(passphrase: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const vault = await this.#vault();
      if (!vault) return false;
      const key = await vaultKey(passphrase, vault);
      if (!(await openVault(vault, key))) return false;
      await this.#keepKey(key);
      return true;
    });
  }

  lock(): Promise<void> {
    return this.#inTurn(() => this.#session.remove(KEY));
  }

  /** What is remembered for a meeting; undefined also while the memory is not open. */
  async find(meeting: Meeting): Promise<RememberedKey | undefined> {
    return (await this.#open())?.keys.find((key) => isOf(key, meeting));
  }

  /**
   * Remembers a key for a meeting in the place of any other, or forgets it.
   *
   * @returns false when the memory is not open
   */
  change(meeting: Meeting, key: RememberedKey | undefined): Promise<boolean> {
    return this.#inTurn(async () => {
      const opened = await this.#open();
      if (!opened) return false;
      const keys = opened.keys.filter((known) => !isOf(known, meeting)).concat(key ?? []);
      await this.#local.set({ [VAULT]: await sealVault(keys, opened.key) });
      return true;
    });
  }

  /** Removes the vault and its key. */
  forget(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#session.remove(KEY);
      await this.#local.remove(VAULT);
    });
  }

  async #open(): Promise<{ readonly key: VaultKey; readonly keys: RememberedKey[] } | undefined> {
    const [vault, key] = [await this.#vault(), await this.#key()];
    const keys = vault && key && (await openVault(vault, key));
    return keys && { key, keys };
  }

  async #vault(): Promise<Vault | undefined> {
    return (await this.#local.get(VAULT))[VAULT] as Vault | undefined;
  }

  async #key(): Promise<VaultKey | undefined> {
    const kept = (await this.#session.get(KEY))[KEY] as { key: string; salt: string } | undefined;
    return kept && { key: decodeBase64(kept.key), salt: decodeBase64(kept.salt) };
  }

  async #keepKey({ key, salt }: VaultKey): Promise<void> {
    await this.#session.set({ [KEY]: { key: encodeBase64(key), salt: encodeBase64(salt) } });
    key.fill(0);
  }

  /** One change at a time: two of them must not lose each other's. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

function isOf(key: RememberedKey, { service, id }: Meeting): boolean {
  return key.service === service && key.meeting === id;
}
