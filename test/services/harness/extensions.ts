/** The allow-list of RTP header extensions, held against what a stand-in's client tells its server. */
import { expect } from 'vitest';
import { isAllowedExtension } from '../../../src/sdp/header-extensions.ts';
import type { Participant } from '../../support/member.ts';

declare const call: { readonly room: { readonly connections: readonly RTCPeerConnection[] } };

/** None but those on the list were offered or answered on any connection of a protected member, and some were. */
export async function expectAllowedExtensions(member: Participant): Promise<void> {
  const named = await member.inCall(() =>
    call.room.connections.flatMap(({ localDescription }) =>
      Array.from(localDescription?.sdp.matchAll(/^a=extmap:\S+ (\S+)/gm) ?? [], ([, uri = '']) => uri),
    ),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((uri) => !isAllowedExtension(uri))).toEqual([]);
}
