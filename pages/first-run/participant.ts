import type { StreamCounts } from '../../src/call/counts.ts';
import { NO_EXCEPTIONS } from '../../src/call/exceptions.ts';
import type { SlotKeys } from '../../src/protocol/guard.ts';
import type { FromWorker, ToWorker, TransformOptions } from '../../src/protocol/worker.ts';

/** The very worker that seals calls, with one participant's key or without any. */
export class Participant {
  readonly #worker = new Worker('frame-worker.js');
  /** Rejects when the worker does not start, or ends; asked for with every count. */
  readonly #failed = new Promise<never>((_, reject) => {
    this.#worker.addEventListener('error', () => reject(new Error('the worker does not run')));
  });
  #streams = 0;
  #nonce = 0;

  /** @param keys those of the call; none for an outsider */
  constructor(keys: SlotKeys | undefined) {
    this.#failed.catch(() => undefined);
    this.#send({ kind: 'mode', mode: 'seal', exceptions: NO_EXCEPTIONS });
    if (keys) this.#send({ kind: 'keys', sets: keys });
  }

  transform(side: TransformOptions['side'], kind: string): RTCRtpScriptTransform {
    const options = { id: ++this.#streams, side, kind };
    return new RTCRtpScriptTransform(this.#worker, options);
  }

  /** @throws Error when the worker does not run */
  count(): Promise<readonly StreamCounts[]> {
    const nonce = ++this.#nonce;
    const counted = new Promise<readonly StreamCounts[]>((resolve) => {
      const answer = ({ data }: MessageEvent): void => {
        const message = JSON.parse(data as string) as FromWorker;
        if (message.kind !== 'counts' || message.nonce !== nonce) return;
        this.#worker.removeEventListener('message', answer);
        resolve(message.streams);
      };
      this.#worker.addEventListener('message', answer);
      this.#send({ kind: 'count', nonce });
    });
    return Promise.race([counted, this.#failed]);
  }

  end(): void {
    this.#worker.terminate();
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(JSON.stringify(message));
  }
}
