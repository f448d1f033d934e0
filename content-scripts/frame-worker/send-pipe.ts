import type { StreamCounts } from '../../src/call/counts.ts';
import { now } from '../../src/clock.ts';
import { coverFor } from '../../src/covers/registry.ts';
import type { SendStream } from '../../src/frame/sealer.ts';
import { type EncodedFrame, isKeyFrame, mimeTypeOf } from './frames.ts';
import type { Role, TransformOptions } from './protocol.ts';
import { Tally } from './tally.ts';

/** Seals the frames of one sender. Forwards nothing that it could not seal. */
export class SendPipe {
  readonly #tally: Tally;
  readonly #kind: 'audio' | 'video';
  readonly #mode: { readonly current: 'seal' | 'pass' | 'stop' };
  readonly #stream: SendStream;
  readonly #role: () => Role | undefined;
  /** Delta frames do not always say their size; the last one that was said still holds. */
  #width = 0;
  #height = 0;

  constructor(
    options: TransformOptions,
    mode: { readonly current: 'seal' | 'pass' | 'stop' },
    stream: SendStream,
    role: () => Role | undefined,
  ) {
    this.#tally = new Tally(options);
    this.#kind = options.kind;
    this.#mode = mode;
    this.#stream = stream;
    this.#role = role;
  }

  /** @returns whether to forward `frame`, whose data is then the sealed frame in its cover */
  async process(frame: EncodedFrame): Promise<boolean> {
    const tally = this.#tally;
    tally.seen++;
    if (this.#mode.current === 'pass') {
      tally.passed++;
      return true;
    }
    if (this.#mode.current === 'stop') {
      tally.fail('stopped');
      return false;
    }
    const mimeType = mimeTypeOf(frame);
    tally.codec = mimeType;
    const cover = coverFor(mimeType);
    if (!cover) {
      tally.fail('unknown-codec');
      return false;
    }
    const source = new Uint8Array(frame.data);
    const isKey = isKeyFrame(frame);
    const role = this.#role();
    const result = await this.#stream.seal({
      kind: this.#kind,
      codec: cover.id,
      isKey,
      frame: source,
      nowMs: now(),
      ...(role && { role }),
    });
    if (!result.ok) {
      tally.fail(result.failure);
      return false;
    }
    if ('type' in frame) {
      const { width, height } = frame.getMetadata();
      if (width && height) [this.#width, this.#height] = [width, height];
    }
    const wrapped = cover.wrap(result.piece, { isKey, width: this.#width, height: this.#height, source });
    if (!wrapped) {
      tally.fail('no-carrier');
      return false;
    }
    // The mode may have changed while the cipher ran: after a stop nothing goes out, sealed or not.
    if (this.#stopped()) return false;
    frame.data = wrapped.buffer;
    tally.done++;
    return true;
  }

  #stopped(): boolean {
    if (this.#mode.current !== 'stop') return false;
    this.#tally.fail('stopped');
    return true;
  }

  failed(): boolean {
    this.#tally.fail('stopped');
    return false;
  }

  counts(): StreamCounts {
    return this.#tally.counts();
  }
}
