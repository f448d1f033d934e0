import { poll } from '../support/poll.ts';

/** Waits until `read` has given the same for so many milliseconds: for what ends without saying so. */
export async function unchanged(read: () => Promise<unknown>, milliseconds: number): Promise<void> {
  let last: unknown;
  let since = Date.now();
  await poll(
    async () => {
      const now = await read();
      if (now !== last) since = Date.now();
      last = now;
      return Date.now() - since > milliseconds;
    },
    { state: () => String(last) },
  );
}
