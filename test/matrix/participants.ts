/** Six browsers for all scenes: a sender and a receiver of each kind with the extension, and an outsider of each kind. */
import { type BrowserName, type Client, launch } from '../support/browsers.ts';
import { largePicture } from '../support/media.ts';
import { Participant } from '../support/member.ts';
import { PASSPHRASE } from '../support/stage.ts';
import { ShapedCall } from './shaped-call.ts';

export const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];
export const MEETING = '/matrix';

/** Chromium takes the whole screen without asking. */
const SCREEN = ['--auto-select-desktop-capture-source=Entire screen'];

type OfEach = Readonly<Record<BrowserName, ShapedCall>>;

export interface Participants {
  readonly senders: OfEach;
  readonly members: OfEach;
  readonly outsiders: OfEach;
  close(): Promise<void>;
}

/** @param port of the site with pages/shaped-call.html */
export async function openParticipants(port: number): Promise<Participants> {
  const clients: Client[] = [];
  // The last of two equal switches counts.
  const args = [`--use-file-for-fake-video-capture=${await largePicture()}`, ...SCREEN];
  const open = async (name: BrowserName, member: boolean): Promise<ShapedCall> => {
    const client = await launch(name, { ...(member && { extension: 'test' }), args });
    clients.push(client);
    const participant = await Participant.open(client, `http://localhost:${port}${MEETING}`);
    if (member) await participant.protect(PASSPHRASE);
    return new ShapedCall(participant);
  };
  const ofEach = async (member: boolean): Promise<OfEach> => {
    const [chromium, firefox] = await Promise.all([open('chromium', member), open('firefox', member)]);
    return { chromium, firefox };
  };
  const close = async (): Promise<void> => {
    const closed = await Promise.allSettled(clients.splice(0).map((client) => client.close()));
    for (const result of closed) if (result.status === 'rejected') throw result.reason;
  };
  try {
    const [senders, members, outsiders] = await Promise.all([ofEach(true), ofEach(true), ofEach(false)]);
    return { senders, members, outsiders, close };
  } catch (error) {
    await close();
    throw error;
  }
}
