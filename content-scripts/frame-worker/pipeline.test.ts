import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Begun, type Finish, later, pipeline } from './pipeline.ts';

/** Sends numbers through, and gives what came out. */
async function outcome(
  numbers: readonly number[],
  begin: (frame: number) => Promise<Finish> | Finish,
  failed: () => void = () => undefined,
): Promise<number[]> {
  const received: number[] = [];
  const writable = new WritableStream<number>({ write: (number) => void received.push(number) });
  const begun = (frame: number): Begun => {
    const finish = begin(frame);
    return typeof finish === 'function' ? finish : later(finish);
  };
  await pipeline({ readable: sourceOf(numbers), writable }, begun, failed);
  return received;
}

function sourceOf(numbers: readonly number[]): ReadableStream<number> {
  return new ReadableStream({
    start(controller) {
      for (const number of numbers) controller.enqueue(number);
      controller.close();
    },
  });
}

/** Lets everything go on that can. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const forward: Finish = () => true;

describe('the pipeline', () => {
  it('keeps the order, whichever frame is ready first, and drops only what fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.constantFrom('forward', 'drop', 'reject', 'throw'), { maxLength: 60 }),
        async (scheduler, fates) => {
          let failures = 0;
          const numbers = fates.map((_, i) => i);
          const running = outcome(
            numbers,
            async (i) => {
              await scheduler.schedule(Promise.resolve());
              if (fates[i] === 'reject') throw new Error('begin');
              return () => {
                if (fates[i] === 'throw') throw new Error('finish');
                return fates[i] === 'forward';
              };
            },
            () => failures++,
          );
          const received = await scheduler.waitFor(running);
          expect(received).toEqual(numbers.filter((i) => fates[i] === 'forward'));
          expect(failures).toBe(fates.filter((fate) => fate === 'reject' || fate === 'throw').length);
        },
      ),
    );
  });

  it('begins frames side by side, but never more than 16', async () => {
    let begun = 0;
    let most = 0;
    let under = 0;
    const release: (() => void)[] = [];
    const running = outcome(
      Array.from({ length: 100 }, (_, i) => i),
      async () => {
        begun++;
        most = Math.max(most, ++under);
        await new Promise<void>((resolve) => release.push(resolve));
        return () => {
          under--;
          return true;
        };
      },
    );
    while (begun < 16) await turn();
    for (let rounds = 0; rounds < 20; rounds++) await turn();
    expect(begun).toBe(16);
    while (begun < 100 || release.length > 0) {
      release.pop()?.(); // the newest first
      await turn();
    }
    expect(await running).toHaveLength(100);
    expect(most).toBe(16);
  });

  it('decides at the end, not at the beginning, whether a frame goes out', async () => {
    let stopped = false;
    const received = await outcome([0, 1, 2, 3], async (i) => {
      if (i === 2) stopped = true;
      return () => !stopped;
    });
    expect(received.length).toBeLessThanOrEqual(2);
  });

  it('begins in the order of the frames', async () => {
    const begun: number[] = [];
    await outcome([3, 1, 2], async (i) => {
      begun.push(i);
      return forward;
    });
    expect(begun).toEqual([3, 1, 2]);
  });

  it('takes no more frames than are written', async () => {
    let begun = 0;
    const written: (() => void)[] = [];
    const running = pipeline(
      {
        readable: sourceOf(Array.from({ length: 100 }, (_, i) => i)),
        writable: new WritableStream({ write: () => new Promise<void>((resolve) => written.push(resolve)) }),
      },
      () => {
        begun++;
        return forward;
      },
      () => undefined,
    );
    for (let rounds = 0; rounds < 50; rounds++) await turn();
    expect(begun).toBe(16);
    while (begun < 100 || written.length > 0) {
      written.pop()?.();
      await turn();
    }
    await running;
  });

  it.each([
    ['of 60 kB that are begun', 60_000, 4],
    ['larger than all may be together', 1_000_000, 1],
    ['of 1 kB', 1_000, 16],
  ])('begins no more large frames than 200 kB: frames %s', async (_, size, most) => {
    let begun = 0;
    const release: (() => void)[] = [];
    const written: (() => void)[] = [];
    const running = pipeline(
      {
        readable: sourceOf(Array.from({ length: 50 }, (_number, i) => i)),
        writable: new WritableStream({ write: () => new Promise<void>((resolve) => written.push(resolve)) }),
      },
      () => {
        begun++;
        return later(new Promise((resolve) => release.push(() => resolve(forward))));
      },
      () => undefined,
      { sizeOf: () => size },
    );
    for (let rounds = 0; rounds < 50; rounds++) await turn();
    expect(begun).toBe(most);
    // Those that are done, but not taken yet, still count.
    for (const end of release.splice(0)) end();
    for (let rounds = 0; rounds < 50; rounds++) await turn();
    expect(begun).toBe(most);
    while (begun < 50 || release.length > 0 || written.length > 0) {
      for (const end of release.splice(0)) end();
      written.shift()?.();
      await turn();
    }
    await running;
  });

  it('leads each frame by the places before and after it', async () => {
    const received: number[] = [];
    let kept: (() => void) | undefined;
    await pipeline(
      { readable: sourceOf([1, 2, 3]), writable: new WritableStream({ write: (n) => void received.push(n) }) },
      () => forward,
      () => undefined,
      {
        // Keeps the first one until the third has gone.
        before: (n, onward) => {
          if (n === 1) kept = () => onward(n);
          else onward(n);
          if (n === 3) kept?.();
        },
        after: (n, onward) => {
          if (n !== 2) onward(n);
        },
      },
    );
    expect(received).toEqual([3, 1]);
  });

  it('ends the reading when nobody takes frames any more, and the writing when none come', async () => {
    const gone = new Error('gone');
    let cancelled: unknown;
    const endless = new ReadableStream<number>({
      pull: (controller) => controller.enqueue(0),
      cancel: (reason) => {
        cancelled = reason;
      },
    });
    const refusing = new WritableStream<number>({ write: () => Promise.reject(gone) });
    const none = (): void => undefined;
    await expect(pipeline({ readable: endless, writable: refusing }, () => forward, none)).rejects.toBe(gone);
    expect(cancelled).toBe(gone);

    let aborted: unknown;
    const broken = new ReadableStream<number>({ start: (controller) => controller.error(gone) });
    const abandoned = new WritableStream<number>({
      abort: (reason) => {
        aborted = reason;
      },
    });
    await expect(pipeline({ readable: broken, writable: abandoned }, () => forward, none)).rejects.toBe(gone);
    expect(aborted).toBe(gone);
  });
});
