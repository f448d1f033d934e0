import workerSource from '../../dist/frame-worker/frame-worker.js?source';
import type { Way } from '../../src/protocol/circumstances.ts';
import type { FromWorker, ToWorker, TransformOptions, VoiceOptions, WorkerCounts } from '../../src/protocol/worker.ts';
import { type Helper, type Hindrance, makeHelper } from './helper.ts';
import { ownedBy, type Realm } from './realm.ts';

/** What a worker wants of its document. */
export interface WorkerWishes {
  /** The sender of that id should make a key frame. */
  keyFrame(id: number): void;
  /** These voices are to be heard by a loop-back each, and no others. */
  voices(names: readonly string[], host: WorkerHost): void;
  /** The next picture of the card is to be drawn. */
  tick(): void;
}

/** How long one look waits for a worker's answer, in milliseconds. */
const ANSWER_MS = 2_000;

/** The worker of this document, and the frame it lives in. Nothing of it is reachable from the page's world. */
export class WorkerHost {
  readonly #helper: Helper;
  readonly #worker: Worker;
  readonly #answers = new Map<number, (counts: WorkerCounts) => void>();
  #nonce = 0;
  #dead = false;

  private constructor(helper: Helper, worker: Worker, wishes: WorkerWishes) {
    this.#helper = helper;
    this.#worker = worker;
    worker.addEventListener('message', ({ data }) => {
      const message = JSON.parse(data as string) as FromWorker;
      if (message.kind === 'counts') this.#answers.get(message.nonce)?.(message);
      if (message.kind === 'key-frame') wishes.keyFrame(message.id);
      if (message.kind === 'tick') wishes.tick();
      if (message.kind === 'voices' && !this.#dead) wishes.voices(message.names, this);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault(); // an uncaught error's text must not reach the page
      this.#dead = true;
    });
  }

  /**
   * @param wishes called with what the worker asks for
   * @param deadline how long the helper frame and the worker in it may take, in milliseconds
   * @param attempt counted from 0
   */
  static async start(wishes: WorkerWishes, deadline: number, attempt: number): Promise<WorkerHost | Hindrance> {
    const made = await makeHelper(startWorker, deadline, attempt);
    return typeof made === 'object' ? new WorkerHost(made.helper, made.started, wishes) : made;
  }

  get realm(): Realm {
    return this.#helper.realm;
  }

  /** By which its helper was made. */
  get way(): Way {
    return this.#helper.way;
  }

  /** Whether the worker may still run: its frame stands, and nothing ended it that we know of. */
  alive(): boolean {
    return !this.#dead && this.#helper.alive();
  }

  send(message: ToWorker): void {
    this.#worker.postMessage(JSON.stringify(message));
  }

  /** Lets the page run its own transform in the pipe of `id`. @param port brings the page's two streams, once */
  sendPageStreams(id: number, media: 'audio' | 'video', port: MessagePort): void {
    const message: ToWorker = { kind: 'page-streams', id, media };
    this.#worker.postMessage(JSON.stringify(message), [port]);
  }

  /** Makes a transform whose frames go to this worker. */
  transform(options: TransformOptions | VoiceOptions): RTCRtpScriptTransform {
    const { realm } = this.#helper;
    return new realm.RTCRtpScriptTransform(this.#worker, ownedBy(realm, { ...options }));
  }

  /** The worker's counts, or undefined when it does not answer in time or its frame is gone. */
  async count(): Promise<WorkerCounts | undefined> {
    if (!this.alive()) return undefined;
    const nonce = ++this.#nonce;
    const counts = await new Promise<WorkerCounts | undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), ANSWER_MS);
      this.#answers.set(nonce, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      this.send({ kind: 'count', nonce });
    });
    this.#answers.delete(nonce);
    return counts;
  }

  /** Ends the worker: its frames stop, in both directions. */
  terminate(): void {
    this.#dead = true;
    try {
      this.#worker.terminate();
    } catch {
      // Firefox: with its frame the worker is gone already, and this wrapper of it is dead
    }
    this.#helper.remove();
  }
}

function startWorker(realm: Realm, milliseconds: number): Promise<Worker | Hindrance> {
  return new Promise((resolve) => {
    let worker: Worker | undefined;
    const url = realm.URL.createObjectURL(new realm.Blob([workerSource], ownedBy(realm, { type: 'text/javascript' })));
    const finish = (result: Worker | Hindrance): void => {
      clearTimeout(timer);
      realm.URL.revokeObjectURL(url);
      resolve(result);
    };
    const timer = setTimeout(() => {
      worker?.terminate();
      finish('late');
    }, milliseconds);
    try {
      worker = new realm.Worker(url);
    } catch {
      finish('refused'); // the document's policy is not the one of our rule
      return;
    }
    const made = worker;
    made.addEventListener('message', () => finish(made), { once: true });
    made.addEventListener('error', () => finish('refused'), { once: true });
  });
}
