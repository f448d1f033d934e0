/**
 * Waits for something that no event tells of: it happens in another process.
 *
 * @param state what there is instead, asked when the time is over
 */
export async function poll(
  condition: () => Promise<boolean>,
  milliseconds: number,
  state: () => string | Promise<string> = () => '',
  pauseMs = 100,
): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`did not come about in ${milliseconds} ms: ${await state()}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
