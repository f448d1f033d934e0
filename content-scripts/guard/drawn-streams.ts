import type { StreamCounts } from '../../src/call/counts.ts';
import { SpliceWatch } from '../../src/call/splice.ts';
import type { Attachment } from './attachment.ts';
import { type Badge, badgeState } from './badge-state.ts';
import type { Tile } from './tiles.ts';

/** What is to be said of the pictures that the page draws: whose they are, and whether their sound is the same member's. */
export class DrawnStreams {
  /** By picture and sound of each tile that was drawn at the last look. */
  #splices = new Map<string, SpliceWatch>();
  #spliced: ReadonlySet<MediaStreamTrack> = new Set();

  /** Whether the page draws a picture with another member's sound. */
  get isSpliced(): boolean {
    return this.#spliced.size > 0;
  }

  /** Looks once a second at what the page draws, and whose it is. */
  lookAt(attachments: Iterable<Attachment>, tiles: readonly Tile[], streams: readonly StreamCounts[]): void {
    const counted = new Map(streams.map((stream) => [stream.id, stream]));
    const receivers = new Map<MediaStreamTrack, Attachment>();
    for (const attachment of attachments) {
      if (attachment.side === 'receive' && attachment.target.track) receivers.set(attachment.target.track, attachment);
    }
    const watches = new Map<string, SpliceWatch>();
    const spliced = new Set<MediaStreamTrack>();
    for (const { picture, sound } of tiles) {
      const ids = [receivers.get(picture)?.id, receivers.get(sound)?.id] as const;
      const [seen, heard] = ids.map((id) => (id === undefined ? undefined : counted.get(id)));
      if (!seen || !heard) continue;
      const name = ids.join(' ');
      const watch = this.#splices.get(name) ?? new SpliceWatch();
      watches.set(name, watch);
      if (watch.look(seen.members, heard.members)) spliced.add(picture);
    }
    this.#splices = watches;
    this.#spliced = spliced;
  }

  /** What is to be said of each received picture, by its track. Ids of tracks are the server's choice, and may repeat. */
  badges(attachments: Iterable<Attachment>, streams: readonly StreamCounts[]): Map<MediaStreamTrack, Badge> {
    const counted = new Map(streams.map((stream) => [stream.id, stream]));
    const badges = new Map<MediaStreamTrack, Badge>();
    for (const attachment of attachments) {
      const counts = counted.get(attachment.id);
      const { side, kind, target, judged } = attachment;
      if (side !== 'receive' || kind !== 'video' || !counts || !target.track) continue;
      const state = badgeState(judged?.counts, counts) ?? judged?.state;
      attachment.judged = { counts, state };
      if (!state) continue;
      const isSpliced = state === 'sealed' && this.#spliced.has(target.track);
      const { name, role } = counts;
      badges.set(target.track, { state: isSpliced ? 'spliced' : state, name, isScreen: role === 'screen' });
    }
    return badges;
  }
}
