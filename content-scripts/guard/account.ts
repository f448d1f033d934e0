import type { SetAside } from '../../src/call/set-aside.ts';
import type { BrokenReason, CallState } from '../../src/call/state.ts';
import type { GuardReport } from '../../src/protocol/guard.ts';
import { isCardMarked, markedName } from '../../src/protocol/mark.ts';
import type { Attachment } from './attachment.ts';
import type { DrawnStreams } from './drawn-streams.ts';
import type { Presence } from './presence.ts';
import type { SoundLoopBacks } from './sound-loop-backs.ts';
import type { StreamNotes } from './stream-notes.ts';
import { circumstances } from './surroundings.ts';
import type { Tally } from './tally.ts';

interface Sources {
  readonly attachments: Iterable<Attachment>;
  readonly drawn: DrawnStreams;
  readonly loopBacks: SoundLoopBacks;
  readonly notes: StreamNotes;
  readonly presence: Presence;
  readonly setAside: ReadonlySet<SetAside>;
  readonly tally: Tally;
}

/** What a guard can say of its document. */
export class Account {
  /** The document has made a connection. */
  connected = false;
  /** It captures a screen, or asks for one. */
  screen = false;
  /** Protection went off in mid-call, and the call goes on in clear. */
  exposed = false;
  /** Negotiation waits for the first orders. */
  held = false;
  readonly #marked: boolean;
  /** By the mark that was there before this document. */
  readonly #protection = markedName();
  readonly #card = isCardMarked();
  readonly #sources: Sources;

  /** @param marked whether the page was, when the guard came */
  constructor(marked: boolean, sources: Sources) {
    this.#marked = marked;
    this.#sources = sources;
  }

  /** @param worker whether one stands */
  report(state: CallState, broken: BrokenReason | undefined, worker: boolean): GuardReport {
    const { attachments, drawn, loopBacks, notes, presence, setAside, tally } = this.#sources;
    const { streams, ended, members, ownSound, heardInPictures, keyId, newestSlot, highest, participants } =
      tally.counts;
    const { connected, screen, exposed, held } = this;
    const evidence = { connected, screen, exposed, held, ...presence.evidence() };
    const found = { setAside: Array.from(setAside), spliced: drawn.isSpliced, playback: loopBacks.state };
    const sides = Array.from(attachments, ({ side }) => side);
    const handedOver = (wanted: Attachment['side']): number => sides.filter((side) => side === wanted).length;
    const around = { senders: handedOver('send'), receivers: handedOver('receive'), ended: notes.ended };
    return {
      marked: this.#marked,
      protection: this.#protection,
      card: this.#card,
      document: {
        ...{ state, broken: broken ?? null, ended, members, ownSound, heardInPictures },
        streams: notes.with(streams),
        circumstances: [circumstances(around)],
        ...found,
        ...evidence,
      },
      worker,
      keyId,
      newestSlot,
      highest,
      participants,
    };
  }
}
