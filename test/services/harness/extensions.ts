/** The allow-list of RTP header extensions, held against what a stand-in's client tells its server. */
import { expect } from 'vitest';
import { isAllowedExtension } from '../../../src/sdp/header-extensions.ts';
import type { Participant } from '../../support/member.ts';

declare const call: { readonly room: { readonly connections: readonly RTCPeerConnection[] } };

/** What an offer or answer names (RFC 8285 section 5). */
export function extensionsIn(sdp: string): string[] {
  return Array.from(sdp.matchAll(/^a=extmap:\S+ (\S+)/gm), ([, uri = '']) => uri);
}

export function foreignIn(sdp: string): string[] {
  return extensionsIn(sdp).filter((uri) => !isAllowedExtension(uri));
}

/** None but those on the list were offered or answered on any connection of a protected member, and some were. */
export async function expectAllowedExtensions(member: Participant): Promise<void> {
  const told = await member.inCall(() =>
    call.room.connections.map(({ localDescription }) => localDescription?.sdp ?? '').join(''),
  );
  expect(extensionsIn(told).length).toBeGreaterThan(0);
  expect(foreignIn(told)).toEqual([]);
}
