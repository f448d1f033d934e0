/** Whether somebody hears a microphone's tone. */
import type { Participant, Sound } from './member.ts';
import { poll } from './poll.ts';

/** A wave of which more than this share is the tone. */
const TONE = 0.9;

/**
 * Listens until there is little but the tone: a receiver stretches sound, and makes some up, while packets come late. That
 * somebody hears nothing has to hold at any moment instead, so one look is right for it.
 *
 * @returns what was heard last, also where the tone does not come; undefined where there is no sound of that name
 */
export async function listenForTone(to: Participant, name: string): Promise<Sound | undefined> {
  let last: Sound | undefined;
  const comes = poll(async () => {
    last = await to.sound(name);
    return isTone(last);
  });
  await comes.catch(() => undefined); // what is heard instead is for the caller
  return last;
}

/** Whether somebody comes to hear the tone of the sound with this name. */
export async function comesToHear(to: Participant, name: string): Promise<boolean> {
  return isTone(await listenForTone(to, name));
}

function isTone(sound: Sound | undefined): boolean {
  return (sound?.share ?? 0) > TONE;
}
