/** Frames that may be under way in one pipe: enough to keep the cipher busy, and a bound to what is held. */
export const MOST_FRAMES = 16;
/**
 * No further frame begins while so many bytes are under way in one pipe. More large frames at once do not make the cipher
 * faster, but their memory cold: in Chromium, writing to it took as long as encryption.
 */
export const MOST_BYTES = 200_000;

/** The last step of a frame: puts its result in place. @returns whether to forward the frame */
export type Finish = () => boolean;

/** A frame that waits for something, and its last step. */
export interface Waiting<T = unknown> {
  readonly ready: Promise<T>;
  finish(result: T): boolean;
  /** The last step when `ready` rejects; without it that counts as a failure. */
  refuse?(): boolean;
}

/** What is known when a frame has begun. No promise of a promise: each costs a small frame, most of all in Firefox. */
export type Begun = Finish | Waiting;

/** For what takes more than one step to know. */
export function later(finish: Promise<Finish>): Begun {
  const waiting: Waiting<Finish> = { ready: finish, finish: (found) => found() };
  return waiting;
}

/** A place that frames pass. Gives each to `onward` now, later, or never. */
export type Place<T> = (frame: T, onward: (frame: T) => void) => void;

function straight<T>(frame: T, onward: (frame: T) => void): void {
  onward(frame);
}

function none(): number {
  return 0;
}

interface Options<T> {
  readonly before?: Place<T>;
  readonly after?: Place<T>;
  readonly sizeOf?: (frame: T) => number;
}

/** A frame that has begun, with its last step once that is known. */
interface Step<T> {
  readonly frame: T;
  readonly size: number;
  finish?: Finish;
}

/**
 * Runs frames through `begin` side by side, and through what it gives strictly in their order, however long each took.
 * Whatever goes wrong with a frame, it is not forwarded, and those behind it go on.
 *
 * It reads and writes by itself: a TransformStream and the two pipes around it cost more than the cipher.
 *
 * @param begin called as each frame comes
 * @param failed called when `begin` or its result throws
 * @param options.before what frames pass before they begin
 * @param options.after what frames pass after their last step
 * @param options.sizeOf bytes that a frame takes
 * @throws what ended the streams, if it was an error: the receiver is gone, or has another transform
 */
export async function pipeline<T>(
  { readable, writable }: ReadableWritablePair<T, T>,
  begin: (frame: T) => Begun,
  failed: () => void,
  { before = straight, after = straight, sizeOf = none }: Options<T> = {},
): Promise<void> {
  const reader = readable.getReader();
  const writer = writable.getWriter();
  /** In their order. */
  const underWay: Step<T>[] = [];
  let unwritten = 0;
  /** Of both. */
  let bytes = 0;
  let moved = (): void => undefined;

  // Nobody takes frames any more.
  writer.closed.catch((reason: unknown) => reader.cancel(reason)).catch(() => undefined);
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      before(next.value, start);
      while (underWay.length + unwritten >= MOST_FRAMES || bytes >= MOST_BYTES) await movement();
    }
  } catch (error) {
    await writer.abort(error);
    throw error;
  }
  while (underWay.length > 0) await movement();
  writer.close().catch(() => undefined); // of a stream that has failed: why, the next line says
  await writer.closed;

  function start(frame: T): void {
    const step: Step<T> = { frame, size: sizeOf(frame) };
    underWay.push(step);
    bytes += step.size;
    const end = (finish: Finish): void => {
      step.finish = finish;
      forwardFinished();
    };
    const begun = begunOf(frame);
    if (typeof begun === 'function') {
      end(begun);
      return;
    }
    begun.ready.then(
      (result) => end(() => begun.finish(result)),
      (error: unknown) =>
        end(() => {
          if (!begun.refuse) throw error;
          return begun.refuse();
        }),
    );
  }

  function begunOf(frame: T): Begun {
    try {
      return begin(frame);
    } catch (error) {
      return () => {
        throw error;
      };
    }
  }

  function forwardFinished(): void {
    for (let first = underWay[0]; first?.finish; first = underWay[0]) {
      underWay.shift();
      bytes -= first.size;
      if (succeeds(first.finish)) after(first.frame, write);
    }
    moved();
  }

  function succeeds(finish: Finish): boolean {
    try {
      return finish();
    } catch {
      failed();
      return false;
    }
  }

  function write(frame: T): void {
    const size = sizeOf(frame);
    unwritten++;
    bytes += size;
    const written = (): void => {
      unwritten--;
      bytes -= size;
      moved();
    };
    // That it failed is what writer.closed says too.
    writer.write(frame).then(written, written);
  }

  /** Until a frame has left. */
  function movement(): Promise<void> {
    return new Promise((resolve) => {
      moved = resolve;
    });
  }
}
