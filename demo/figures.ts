/** All that the demo measures of one call. This is also what --json prints. */
import { likeLockCard, similarity } from '../test/support/lock-card.ts';
import type { Search } from '../test/support/windows.ts';
import { MEMBERS, type Member, NAMES, type Name } from './cameras.ts';
import type { Party } from './party.ts';

/** What one person sees and hears of another. */
export interface View {
  readonly of: Name;
  readonly framesDecoded: number;
  readonly audioPackets: number;
  readonly keyFrameRequests: number;
  /** Width x height of the picture on the screen; empty without one. */
  readonly size: string;
  /** Correlation with the picture on the sender's own screen, -1 to 1. */
  readonly likeCamera: number;
  /** Correlation with the lock card, -1 to 1. */
  readonly likeLockCard: number;
  /** Loudest sample, 0 to 1. */
  readonly peak: number;
  /** Share of the sound's energy at 1 kHz, 0 to 1. */
  readonly toneShare: number;
}

/** What the server holds of one member. */
export interface Holding {
  readonly packets: number;
  /** Whole encoded frames in these packets. */
  readonly frames: number;
  /** Of these, how many open with the passphrase. In a control run none is tried: 0. */
  readonly opened: number;
  /** 16-byte windows of the member's clear frames, looked for in all packets the server holds. */
  readonly windows: Search;
}

export interface Figures {
  readonly protected: boolean;
  /** Headline and sentence of each member's popup; empty in a control run. */
  readonly popups: Partial<Record<Name, string>>;
  readonly views: Record<Name, readonly View[]>;
  readonly server: Record<Member, { readonly audio: Holding; readonly video: Holding }>;
}

export const isMember = (name: Name): boolean => MEMBERS.some((member) => member === name);

/** Looks through everybody's eyes and ears. */
export async function viewsOf(parties: readonly Party[]): Promise<Record<Name, View[]>> {
  const viewsOfOne = async (party: Party): Promise<View[]> => {
    const others = NAMES.filter((name) => name !== party.name);
    const heard = await Promise.all(others.map((of) => party.hear(of)));
    const receptions = await party.receptions();
    const views: View[] = [];
    for (const [i, of] of others.entries()) {
      const [seen, own] = await Promise.all([party.look(of), parties.find(({ name }) => name === of)?.look(of)]);
      const reception = receptions[of];
      views.push({
        of,
        framesDecoded: reception?.framesDecoded ?? 0,
        audioPackets: reception?.audioPackets ?? 0,
        keyFrameRequests: reception?.pictureLosses ?? 0,
        size: seen ? `${seen.width}x${seen.height}` : '',
        likeCamera: round(similarity(seen?.luma ?? [], own?.luma ?? [])),
        likeLockCard: round(likeLockCard(seen)),
        peak: round(heard[i]?.peak ?? 1, 5),
        toneShare: round(heard[i]?.toneShare ?? 0),
      });
    }
    return views;
  };
  const views = await Promise.all(parties.map(async (party) => [party.name, await viewsOfOne(party)] as const));
  return { Ada: [], Bo: [], Outsider: [], ...Object.fromEntries(views) };
}

function round(value: number, digits = 3): number {
  return Number.isFinite(value) ? Number(value.toFixed(digits)) : 0;
}
