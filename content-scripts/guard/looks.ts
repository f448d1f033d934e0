import { displayName } from '../../src/call/display-name.ts';
import type { Exceptions } from '../../src/call/exceptions.ts';
import type { BrokenReason } from '../../src/call/state.ts';
import type { Orders } from '../../src/protocol/guard.ts';
import type { Attachments } from './attachments.ts';
import type { Badges } from './badges.ts';
import type { DrawnStreams } from './drawn-streams.ts';
import { leaks, moved, readSenders } from './sender-figures.ts';
import type { SoundLoopBacks } from './sound-loop-backs.ts';
import type { StreamNotes } from './stream-notes.ts';
import type { Tally } from './tally.ts';
import { drawnTiles } from './tiles.ts';
import type { WorkerHost } from './worker-host.ts';
import type { WorkerKeeper } from './worker-keeper.ts';

interface Parts {
  readonly attachments: Attachments;
  readonly badges: Badges;
  readonly drawn: DrawnStreams;
  readonly keeper: WorkerKeeper;
  readonly loopBacks: SoundLoopBacks;
  readonly notes: StreamNotes;
  readonly tally: Tally;
}

interface Findings {
  /** The worker is gone, or counts as gone. */
  gone(host: WorkerHost): void;
  broken(reason: BrokenReason): void;
}

/** The look at a worker that stands, once a second: that all goes through it, and what it has counted. */
export class Looks {
  readonly #parts: Parts;
  readonly #findings: Findings;

  constructor(parts: Parts, findings: Findings) {
    this.#parts = parts;
    this.#findings = findings;
  }

  async at(host: WorkerHost, orders: Orders | undefined, exceptions: () => Exceptions): Promise<void> {
    const { attachments, keeper, notes, tally } = this.#parts;
    if (!host.alive()) {
      this.#findings.gone(host);
      return;
    }
    this.forgetEnded(host);
    if (!attachments.intact()) {
      // Ours again first, in the same task: what was put in its place may let everything through.
      attachments.attachAll(host);
      this.#findings.broken('transform-replaced');
      return;
    }
    attachments.sendRoles(host);
    const begin = performance.now();
    const read = await readSenders(attachments.open(), host.realm);
    const counts = await host.count();
    const spanMs = performance.now() - begin;
    if (keeper.host !== host) return; // it went meanwhile, which a hand-over noticed
    if (!counts) {
      const figure = await moved(attachments.open(), host.realm);
      if (!host.alive() || keeper.isGone(figure)) this.#findings.gone(host);
      return;
    }
    keeper.answered();
    tally.take(counts);
    if (leaks(attachments, { read, streams: counts.streams, spanMs }, exceptions())) this.#findings.broken('leak');
    this.#parts.loopBacks.look();
    host.send({ kind: 'losses', told: Array.from(read.values()).some(({ lossy }) => lossy) });
    host.send({ kind: 'name', name: displayName(orders?.settings.name ?? '') });
    this.#draw(orders);
    notes.look(attachments, host.realm);
  }

  /** Senders and receivers that are no more. @param host the worker, if one stands */
  forgetEnded(host: WorkerHost | undefined): void {
    const { attachments, notes, tally } = this.#parts;
    const gone = attachments.prune();
    if (gone.length === 0) return;
    notes.end(gone, tally.counts.streams);
    host?.send({ kind: 'ended', ids: gone });
  }

  #draw(orders: Orders | undefined): void {
    const { attachments, badges, drawn, tally } = this.#parts;
    const { streams } = tally.counts;
    drawn.lookAt(attachments, drawnTiles(document.querySelectorAll('video')), streams);
    const judged = drawn.badges(attachments, streams);
    // What opens with a key that nobody has confirmed is not called sealed.
    badges.show(orders?.settings.badges && orders.hasKey ? judged : new Map());
  }
}
