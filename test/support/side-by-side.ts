/** Cases that mostly wait, gone at the same time in windows of one browser. */
import type { Client } from './browsers.ts';
import { Participant } from './member.ts';

/** Calls at a time that two processors carry with room to spare: a worker that is starved looks like a leak. */
const CALLS = 2;

/** Goes each case once, in a window that shows `address` of it, and that is closed behind it. */
export async function goAll<Case>(
  client: Client,
  cases: readonly Case[],
  address: (one: Case) => string,
  go: (member: Participant, one: Case) => Promise<void>,
): Promise<void> {
  const left = cases.values();
  const goOn = async (): Promise<void> => {
    for (const one of left) {
      const member = await Participant.open(client, address(one), 'window');
      await go(member, one);
      await member.page.close();
    }
  };
  await Promise.all(Array.from({ length: CALLS }, goOn));
}
