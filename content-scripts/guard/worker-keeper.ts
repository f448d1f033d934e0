import type { BrokenReason } from '../../src/call/state.ts';
import { Patience } from './patience.ts';
import { Restarts } from './restarts.ts';
import { startWorker } from './start-worker.ts';
import { noteMoment } from './surroundings.ts';
import type { WorkerHost, WorkerWishes } from './worker-host.ts';

export interface KeeperEvents {
  /** A worker stands. It counts as started when this resolves. */
  started(host: WorkerHost): Promise<void>;
  failed(reason: BrokenReason): void;
  /** Nothing is being started any more. */
  settled(): void;
  readonly wishes: WorkerWishes;
}

/** Keeps the worker of a document: starts it when it is wanted, waits for one that is slow, and ends it. */
export class WorkerKeeper {
  readonly #events: KeeperEvents;
  readonly #restarts = new Restarts();
  #patience = new Patience();
  #host: WorkerHost | undefined;
  #starting = false;

  constructor(events: KeeperEvents) {
    this.#events = events;
  }

  get host(): WorkerHost | undefined {
    return this.#host;
  }

  get isStarting(): boolean {
    return this.#starting;
  }

  want(): void {
    if (this.#host || this.#starting) return;
    this.#starting = true;
    noteMoment('worker-wanted');
    const outcome = this.#start().catch(() => 'worker-lost' as const);
    void outcome.then((failure) => {
      this.#starting = false;
      if (failure) this.#events.failed(failure);
      // One that went again at once is noticed by a hand-over, and wanted all the same.
      else if (!this.#host) this.want();
      this.#events.settled();
    });
  }

  /** Ends the worker: its frames stop, in both directions. @returns whether it is worth another one */
  drop(): boolean {
    this.#host?.terminate();
    this.#host = undefined;
    return !this.#restarts.tooMany(performance.now());
  }

  forgetRestarts(): void {
    this.#restarts.reset();
  }

  answered(): void {
    this.#patience.answered();
  }

  /** A look without an answer. @returns whether the worker counts as gone, see Patience */
  isGone(moved: number): boolean {
    return this.#patience.isOver(moved);
  }

  async #start(): Promise<BrokenReason | undefined> {
    const host = await startWorker(this.#events.wishes);
    if (host === 'late') return 'helper-late';
    if (host === 'refused') return 'helper-blocked';
    if (typeof host.realm.RTCRtpScriptTransform !== 'function') {
      host.terminate();
      return 'unsupported-browser';
    }
    this.#host = host;
    this.#patience = new Patience();
    await this.#events.started(host);
    return undefined;
  }
}
