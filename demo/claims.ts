/** What the demo claims, each with its figure and whether it held. */
import { MEMBERS } from './cameras.ts';
import { type Figures, type Holding, isMember, type View } from './figures.ts';

export interface Claim {
  readonly text: string;
  readonly figure: string;
  readonly pass: boolean;
}

/** Frames and packets that a judgement needs. */
export const ENOUGH = { framesDecoded: 60, audioPackets: 100, heldFrames: 100, heldAudio: 300 } as const;

/** Loudest sample that still is silence, 0 to 1. */
const SILENCE = 0.001;

export function claimsOf(figures: Figures): Claim[] {
  const views = Object.entries(figures.views).flatMap(([name, all]) => all.map((view) => ({ name, view })));
  const claims = figures.protected
    ? [
        ...MEMBERS.map((name) => sealedInPopup(name, figures.popups[name])),
        ...views.flatMap(({ name, view }) =>
          isMember(view.of) && MEMBERS.some((member) => member === name)
            ? clearView(name, view)
            : closedView(name, view),
        ),
      ]
    : views.flatMap(({ name, view }) => clearView(name, view));
  for (const member of MEMBERS) {
    for (const kind of ['video', 'audio'] as const) {
      const holding = figures.server[member][kind];
      claims.push(
        ...(figures.protected ? sealedAtServer(member, kind, holding) : [clearAtServer(member, kind, holding)]),
      );
    }
  }
  return claims;
}

function sealedInPopup(name: string, popup = ''): Claim {
  return { text: `${name}'s Callseal seals the call, and says`, figure: `"${popup}"`, pass: popup !== '' };
}

function clearView(name: string, view: View): Claim[] {
  return [
    {
      text: `${name} sees ${view.of}'s camera`,
      figure: `${view.framesDecoded} frames of ${view.size}, ${percent(view.likeCamera)} like it`,
      pass: view.framesDecoded >= ENOUGH.framesDecoded && view.likeCamera > 0.8 && view.likeCamera > view.likeLockCard,
    },
    {
      text: `${name} hears ${view.of}'s 1 kHz tone`,
      figure: `${percent(view.toneShare)} of the sound's energy`,
      pass: view.audioPackets >= ENOUGH.audioPackets && view.toneShare > 0.9 && view.peak > 0.01,
    },
  ];
}

function closedView(name: string, view: View): Claim[] {
  return [
    {
      text: `${name} sees a lock in place of ${view.of}'s camera`,
      figure: `${view.framesDecoded} frames, ${percent(view.likeLockCard)} like the lock card`,
      pass:
        view.likeLockCard > 0.9 &&
        (isMember(view.of) ? view.framesDecoded >= ENOUGH.framesDecoded : view.framesDecoded > 0),
    },
    {
      text: `${name} hears silence from ${view.of}`,
      figure: `loudest sample ${view.peak} of 1, in ${view.audioPackets} packets`,
      pass: view.audioPackets >= ENOUGH.audioPackets && view.peak < SILENCE,
    },
  ];
}

const SOURCE = { audio: 'microphone', video: 'camera' } as const;
const WINDOWS = { audio: 300, video: 100 } as const;

function sealedAtServer(member: string, kind: 'audio' | 'video', { frames, opened, windows }: Holding): Claim[] {
  return [
    {
      text: `All that the server holds of ${member}'s ${SOURCE[kind]} is sealed with the passphrase`,
      figure: `${opened} of ${frames} frames`,
      pass: frames >= ENOUGH.heldFrames && opened === frames,
    },
    {
      text: `Nothing of ${member}'s ${SOURCE[kind]} stands in the server's packets in clear`,
      figure: `${windows.found} of ${windows.searched} pieces found`,
      pass: windows.searched >= WINDOWS[kind] && windows.found === 0,
    },
  ];
}

function clearAtServer(member: string, kind: 'audio' | 'video', { windows }: Holding): Claim {
  return {
    text: `Without protection the server's packets do hold ${member}'s ${SOURCE[kind]} in clear`,
    figure: `${windows.found} of ${windows.searched} pieces found`,
    pass: windows.searched >= WINDOWS[kind] && windows.found > 0.95 * windows.searched,
  };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
