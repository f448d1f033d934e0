/** Plays one scene, and says of each of its cells what held. */
import { Janus } from '../support/janus.ts';
import { Reader } from '../support/reader.ts';
import { startSite } from '../support/site.ts';
import { PASSPHRASE } from '../support/stage.ts';
import { holdingOf } from './at-server.ts';
import { claimsOf } from './claims.ts';
import type { Cell } from './media.ts';
import { MEETING, openParticipants, type Participants } from './participants.ts';
import { playScene } from './play-scene.ts';
import type { Scene } from './scenes.ts';

/** What was measured of one cell. */
export interface Finding {
  readonly cell: Cell;
  /** A member, somebody without the key, or a layer at the server. */
  readonly at: string;
  readonly figures: string;
  /** What does not hold, in words. */
  readonly shortfalls: readonly string[];
}

export interface Session {
  readonly participants: Participants;
  readonly janus: Janus;
  play(scene: Scene): Promise<Finding[]>;
  close(): Promise<void>;
}

export async function openSession(): Promise<Session> {
  const janus = await Janus.start();
  const site = await startSite({ page: 'shaped-call.html' });
  const participants = await openParticipants(site.port);
  const reader = new Reader(PASSPHRASE, 'localhost', MEETING);
  return {
    participants,
    janus,
    async play(scene) {
      const played = await playScene(scene, participants, janus);
      const claims = claimsOf(played).map(({ role, ...claim }) => ({ ...claim, at: role }));
      const holdings = (played.server?.substreams ?? []).flatMap((substream) => {
        const { medium, layer, ...holding } = holdingOf(substream, scene, reader);
        const { path, from } = scene;
        return { cell: { medium, path, from, to: from }, at: `server, layer ${layer}`, ...holding };
      });
      return [...claims, ...holdings];
    },
    async close() {
      await participants.close();
      await site.close();
      await janus.stop();
    },
  };
}

/** @returns what does not hold, with where */
export function shortfallsOf(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ cell: { medium, from, to }, at, shortfalls }) =>
    shortfalls.map((shortfall) => `${medium.codec} ${medium.shape}, ${from} to ${to}, ${at}: ${shortfall}`),
  );
}
