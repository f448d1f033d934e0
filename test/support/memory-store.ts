import type { Store } from '../../src/background/tab-records.ts';

/** A store in memory for tests, which keeps copies as the browser's does. */
export class TestStore implements Store {
  readonly items = new Map<string, unknown>();

  async get(key: string | null): Promise<Record<string, unknown>> {
    const entries = Array.from(this.items).filter(([name]) => key === null || name === key);
    return structuredClone(Object.fromEntries(entries));
  }

  async set(items: Record<string, unknown>): Promise<void> {
    for (const [name, item] of Object.entries(structuredClone(items))) this.items.set(name, item);
  }

  async remove(key: string | string[]): Promise<void> {
    for (const name of [key].flat()) this.items.delete(name);
  }

  /** Everything in it as one text. */
  text(): string {
    return JSON.stringify(Array.from(this.items));
  }
}
