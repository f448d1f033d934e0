import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Finish, pipeline } from './pipeline.ts';

/** Sends numbers through, and gives what came out. */
async function outcome(
  numbers: readonly number[],
  begin: (frame: number) => Promise<Finish>,
  failed: () => void = () => undefined,
): Promise<number[]> {
  const stream = pipeline(begin, failed);
  const writer = stream.writable.getWriter();
  const written = (async () => {
    for (const number of numbers) await writer.write(number);
    await writer.close();
  })();
  const received: number[] = [];
  for await (const number of stream.readable) received.push(number);
  await written;
  return received;
}

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
    while (begun < 16) await new Promise((resolve) => setTimeout(resolve));
    for (let rounds = 0; rounds < 20; rounds++) await new Promise((resolve) => setTimeout(resolve));
    expect(begun).toBe(16);
    while (begun < 100 || release.length > 0) {
      release.pop()?.(); // the newest first
      await new Promise((resolve) => setTimeout(resolve));
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
});
