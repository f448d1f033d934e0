/** Waits for something that no event tells of: it happens in another process. */
export async function poll(
  condition: () => Promise<boolean>,
  milliseconds: number,
  state: () => string = () => '',
  pauseMs = 100,
): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`did not come about in ${milliseconds} ms: ${state()}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
