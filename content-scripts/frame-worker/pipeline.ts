/** Frames that may be under way in one pipe: enough to keep the cipher busy, and a bound to what is held. */
const DEPTH = 16;

/** The last step of a frame: puts its result in place. @returns whether to forward the frame */
export type Finish = () => boolean;

/**
 * Runs frames through `begin` side by side, and through what it gives strictly in their order, however long each took.
 * Whatever goes wrong with a frame, it is not forwarded, and those behind it go on: a throw within a TransformStream
 * would end the whole stream for good.
 *
 * @param begin called as each frame comes
 * @param failed called when `begin` or its result throws
 */
export function pipeline<T>(begin: (frame: T) => Promise<Finish>, failed: () => void): TransformStream<T, T> {
  /** One promise for each frame under way; each settles after those before it. */
  const underWay: Promise<void>[] = [];
  return new TransformStream<T, T>({
    transform(frame, controller) {
      const step = run(begin(frame), underWay.at(-1), (finish) => {
        try {
          if (finish()) controller.enqueue(frame);
        } catch {
          failed();
        }
        void underWay.shift();
      });
      underWay.push(step);
      // The stream brings the next frame when this settles.
      return underWay.length < DEPTH ? undefined : underWay[0];
    },
    flush: () => underWay.at(-1),
  });

  async function run(
    beginning: Promise<Finish>,
    before: Promise<void> | undefined,
    end: (finish: Finish) => void,
  ): Promise<void> {
    const finish = await beginning.catch((): Finish => {
      return () => {
        failed();
        return false;
      };
    });
    await before;
    end(finish);
  }
}
