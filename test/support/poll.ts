/** How long something may take to come about. It proves nothing: only what never comes is to fail a test. */
export const PATIENCE_MS = 90_000;

interface PollOptions {
  /** What there is instead, asked when the time is over. */
  readonly state?: () => string | Promise<string>;
  readonly milliseconds?: number;
  readonly pauseMs?: number;
}

/**
 * Waits for something that no event tells of: it happens in another process.
 *
 * @throws Error, with what there is instead, when the time is over
 */
export async function poll(
  condition: () => Promise<boolean>,
  { state = () => '', milliseconds = PATIENCE_MS, pauseMs = 100 }: PollOptions = {},
): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`did not come about in ${milliseconds} ms: ${await state()}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
