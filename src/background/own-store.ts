import browser from 'webextension-polyfill';
import type { Store } from './tab-records.ts';

const DATABASE = 'callseal';
const ITEMS = 'items';
/** Set once what earlier versions kept in storage.local has been taken over. */
const MOVED = 'moved';
/** What they kept there. */
const MOVING = ['vault', 'settings'];

/**
 * A store on the disk that only extension pages and the background reach: IndexedDB of the extension's own origin.
 * storage.local is within reach of every content script, and so of a renderer that was taken over.
 */
export const ownStore: Store = {
  get: (key) => withItems('readonly', (items) => read(items, key)),
  set: (entries) =>
    withItems('readwrite', async (items) => {
      for (const [key, value] of Object.entries(entries)) items.put(value, key);
    }),
  remove: (keys) =>
    withItems('readwrite', async (items) => {
      for (const key of [keys].flat()) items.delete(key);
    }),
};

/** Keeps content scripts off storage.local where the browser can do that. */
export async function closeLocalStorage(): Promise<void> {
  const local = browser.storage.local as typeof browser.storage.local & {
    setAccessLevel?(options: { accessLevel: 'TRUSTED_CONTEXTS' }): Promise<void>;
  };
  await local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}

/** The database is closed after each use: the background may be ended at any time. */
async function withItems<T>(mode: IDBTransactionMode, act: (items: IDBObjectStore) => Promise<T>): Promise<T> {
  const database = await open();
  try {
    if (!(MOVED in (await inTransaction(database, 'readonly', (items) => read(items, MOVED))))) await move(database);
    return await inTransaction(database, mode, act);
  } finally {
    database.close();
  }
}

/** Once only: what somebody else puts into storage.local afterwards is not taken. */
async function move(database: IDBDatabase): Promise<void> {
  const kept = await browser.storage.local.get(MOVING);
  await inTransaction(database, 'readwrite', async (items) => {
    for (const [key, value] of Object.entries(kept)) items.put(value, key);
    items.put(true, MOVED);
  });
  await browser.storage.local.remove(MOVING);
}

function open(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(ITEMS));
  return resultOf(opening);
}

/** @returns what `act` gives, once it is on the disk */
async function inTransaction<T>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  act: (items: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const transaction = database.transaction(ITEMS, mode, { durability: 'strict' });
  const done = new Promise<void>((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    for (const type of ['abort', 'error']) transaction.addEventListener(type, () => reject(transaction.error));
  });
  const [result] = await Promise.all([act(transaction.objectStore(ITEMS)), done]);
  return result;
}

async function read(items: IDBObjectStore, key: string | null): Promise<Record<string, unknown>> {
  const [keys, values] = await Promise.all([resultOf(items.getAllKeys(key)), resultOf(items.getAll(key))]);
  return Object.fromEntries(keys.map((name, index) => [name as string, values[index]]));
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}
