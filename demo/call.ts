/** Plays the call: two members and an outsider meet, talk for a while, and are measured. */
import { poll } from '../test/support/poll.ts';
import { MEMBERS, NAMES, type Name } from './cameras.ts';
import { ENOUGH } from './claims.ts';
import { type Figures, isMember, viewsOf } from './figures.ts';
import { type Clear, clearByPassphrase, holdingsOf } from './holdings.ts';
import { Party } from './party.ts';
import { protect, untilSealed } from './protect.ts';
import type { Service } from './service.ts';

const MEETING = 'quiet-harbour';
/** Milliseconds until a call that does not get going is given up. */
const LIMIT_MS = 90_000;

export interface CallOptions {
  readonly off: boolean;
  readonly headed: boolean;
  readonly seconds: number;
  readonly say: (line: string) => void;
}

export interface Result {
  readonly figures: Figures;
  /** PNG of each person's page, base64. */
  readonly screens: Record<Name, string>;
}

/** @param parties takes everybody whose browser was opened, for the caller to close, also after a failure */
export async function playCall(service: Service, parties: Party[], options: CallOptions): Promise<Result> {
  const { off, headed, seconds, say } = options;
  for (const name of NAMES) {
    say(`Opening ${name}'s browser${isMember(name) && !off ? ' with Callseal' : ' without Callseal'}.`);
    const extension = isMember(name) && !off;
    parties.push(
      await Party.open(name, service.address(MEETING), { extension, headed, tapped: off && isMember(name) }),
    );
  }
  const [ada, bo] = parties;
  let passphrase: string | undefined;
  if (!off && ada && bo) {
    say('Ada switches protection on, and Callseal makes a passphrase. Bo types the same words.');
    passphrase = await protect(ada);
    await protect(bo, passphrase);
  }

  for (const party of parties) await party.join();
  say(`All three are in the call. Talking for at least ${seconds} s.`);
  const start = Date.now();
  let state = '';
  const enough = async (): Promise<boolean> => {
    const missing = await missingOf(service, parties);
    state = missing.join(', ');
    return missing.length === 0 && Date.now() - start >= seconds * 1_000;
  };
  await poll(enough, {
    state: () => `still too few of: ${state}`,
    milliseconds: Math.max(LIMIT_MS, 2_000 * seconds),
  });

  say('Looking at what each of them sees, and listening for three seconds to what each of them hears.');
  const popups: Partial<Record<Name, string>> = {};
  if (!off)
    for (const party of parties.filter(({ name }) => isMember(name))) popups[party.name] = await untilSealed(party);
  const views = await viewsOf(parties);
  const screens: Record<Name, string> = { Ada: '', Bo: '', Outsider: '' };
  for (const party of parties) screens[party.name] = await party.page.screenshot({ encoding: 'base64' });

  say("Searching the server's packets for what the cameras and microphones sent.");
  const clear =
    passphrase === undefined
      ? clearByTap(parties)
      : clearByPassphrase(service.sfu.held, passphrase, new URL(service.address(MEETING)).pathname);
  const server = await holdingsOf(service.sfu.held, clear);
  return { figures: { protected: !off, popups, views, server }, screens };
}

/** In a control run the members' pages have copied their own clear frames. */
function clearByTap(parties: readonly Party[]): Clear {
  return async (member, kind) => {
    const frames = await parties.find(({ name }) => name === member)?.tapped(kind);
    return { frames: frames ?? [], opened: 0 };
  };
}

/** What a judgement still lacks. */
async function missingOf({ sfu }: Service, parties: readonly Party[]): Promise<string[]> {
  const missing: string[] = [];
  for (const party of parties) {
    const receptions = await party.receptions();
    for (const of of MEMBERS.filter((name) => name !== party.name)) {
      const { framesDecoded = 0, audioPackets = 0 } = receptions[of] ?? {};
      if (framesDecoded < ENOUGH.framesDecoded) missing.push(`pictures of ${of} at ${party.name} (${framesDecoded})`);
      if (audioPackets < ENOUGH.audioPackets) missing.push(`sound of ${of} at ${party.name} (${audioPackets})`);
    }
  }
  for (const member of MEMBERS) {
    const pictures = sfu.held.packets(member, 'video').filter(({ marker }) => marker).length;
    const sound = sfu.held.packets(member, 'audio').length;
    if (pictures < 1.2 * ENOUGH.heldFrames) missing.push(`pictures of ${member} at the server (${pictures})`);
    if (sound < ENOUGH.heldAudio) missing.push(`sound of ${member} at the server (${sound})`);
  }
  return missing;
}
