import type { StreamCounts } from '../../src/call/counts.ts';
import { DIRECTIONS, type StreamFacts, TRANSPORTS } from '../../src/call/stream-facts.ts';
import { MOST_ENDED } from '../../src/protocol/circumstances.ts';
import { oneOf } from '../../src/protocol/valid.ts';
import { extensionName } from '../../src/sdp/extension-names.ts';
import type { Attachment } from './attachment.ts';
import { factsIn } from './browser-stats.ts';
import { forEachStats, type Realm } from './realm.ts';

/** Looks, of one a second, at which everything is read after the streams changed; then every so many. */
const EAGER_LOOKS = 5;
const LOOKS_BETWEEN = 10;

const direction = oneOf(DIRECTIONS, 'none');
const transport = oneOf(TRANSPORTS, 'none');

/** Chromium alone; not in TypeScript's library. */
type Negotiated = RTCRtpTransceiver & {
  getNegotiatedHeaderExtensions?(): readonly { uri: string; direction: string }[];
};

/** What the browser says of each sender and receiver, now and then; and of the last that ended. For the report alone. */
export class StreamNotes {
  readonly #facts = new Map<number, StreamFacts>();
  #ended: readonly StreamCounts[] = [];
  #seen = '';
  #looks = 0;
  #reading = false;

  get ended(): readonly StreamCounts[] {
    return this.#ended;
  }

  /** The counts with what is known beside them. */
  with(streams: readonly StreamCounts[]): readonly StreamCounts[] {
    return streams.map((stream) => this.#with(stream));
  }

  #with(stream: StreamCounts): StreamCounts {
    const facts = this.#facts.get(stream.id);
    return facts ? { ...stream, facts } : stream;
  }

  /** Reads them, if it is time. What cannot be read is left out: nothing else waits for it. */
  look(attachments: Iterable<Attachment>, realm: Realm): void {
    if (this.#reading) return;
    this.#reading = true;
    void this.#read(attachments, realm)
      .catch(() => undefined)
      .then(() => {
        this.#reading = false;
      });
  }

  async #read(attachments: Iterable<Attachment>, realm: Realm): Promise<void> {
    const all = Array.from(attachments);
    const ids = all.map(({ id }) => id).join();
    if (ids !== this.#seen) this.#looks = 0;
    this.#seen = ids;
    const look = this.#looks++;
    if (look >= EAGER_LOOKS && look % LOOKS_BETWEEN > 0) return;
    await Promise.all(
      all.map(async (attachment) => {
        this.#facts.set(attachment.id, await factsOf(attachment, realm));
      }),
    );
  }

  /** Keeps the last that ended as they were. @param counts before they moved to the sums */
  end(ids: readonly number[], counts: readonly StreamCounts[]): void {
    const gone = counts.filter(({ id, seen }) => ids.includes(id) && seen > 0);
    const kept = gone.map((stream) => ({ ...this.#with(stream), name: '', members: [] }));
    this.#ended = [...this.#ended, ...kept].slice(-MOST_ENDED);
    for (const id of ids) this.#facts.delete(id);
  }
}

async function factsOf({ target, transceiver, page, role }: Attachment, realm: Realm): Promise<StreamFacts> {
  const entries: Parameters<typeof factsIn>[0][number][] = [];
  forEachStats(realm, await target.getStats(), (entry) => entries.push(entry as (typeof entries)[number]));
  const extensions = (transceiver as Negotiated).getNegotiatedHeaderExtensions?.() ?? [];
  return {
    direction: direction(transceiver.currentDirection),
    source: sourceOf(target.track),
    shows: role ?? 'none',
    pageTransform: page !== undefined,
    transport: transport(target.transport?.state),
    extensions: extensions.filter((each) => each.direction !== 'stopped').map(({ uri }) => extensionName(uri)),
    ...factsIn(entries),
  };
}

function sourceOf(track: MediaStreamTrack | null): StreamFacts['source'] {
  if (!track) return 'none';
  if (track.readyState === 'ended') return 'ended';
  if (!track.enabled) return 'disabled';
  return track.muted ? 'muted' : 'live';
}
