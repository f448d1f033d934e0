import type { Begun } from '../../content-scripts/frame-worker/pipeline.ts';

/** Takes the last step of a frame as soon as that is known. @returns whether it is forwarded */
export async function passes(begun: Begun): Promise<boolean> {
  if (typeof begun === 'function') return begun();
  let result: unknown;
  try {
    result = await begun.ready;
  } catch (error) {
    if (!begun.refuse) throw error;
    return begun.refuse();
  }
  return begun.finish(result);
}
