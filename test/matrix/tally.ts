/** What a participant's worker counted, read when the media has stopped. */
import type { StreamCounts } from '../../src/call/counts.ts';
import type { ShapedCall } from './shaped-call.ts';
import { unchanged } from './unchanged.ts';

/** Each look asks for a new report. What is still under way comes within this. */
const STILL_MS = 700;
/** Of packets that came twice or too late no frame is made; what is claimed of the frames is checked elsewhere. */
const MADE_INTO_FRAMES = 0.99;

/**
 * @param passed what the browser itself has counted; the worker has seen next to all of that
 * @returns senders and receivers, in the order in which the page made them
 */
export async function tallyOf(
  { participant }: ShapedCall,
  passed: { readonly audio: number; readonly video: number },
): Promise<StreamCounts[]> {
  let streams: readonly StreamCounts[] = [];
  const seen = (kind: 'audio' | 'video'): number =>
    streams.reduce((sum, stream) => sum + (stream.kind === kind ? stream.seen : 0), 0);
  await unchanged(async () => {
    ({ streams } = await participant.view());
    const [audio, video] = [seen('audio'), seen('video')];
    // A browser counts pictures; their layers come to the worker one by one, so that there is still more to wait for.
    const isComplete = audio >= MADE_INTO_FRAMES * passed.audio && video >= MADE_INTO_FRAMES * passed.video;
    // A symbol is like no other, so that the wait begins anew.
    return isComplete
      ? JSON.stringify(streams.map(countersOf))
      : Symbol(`${audio} and ${video} of ${JSON.stringify(passed)}`);
  }, STILL_MS);
  return streams.toSorted((one, other) => one.id - other.id);
}

/** What does not change once nothing arrives any more, unlike what is said of the last seconds. */
function countersOf({ id, seen, done, passed, failures }: StreamCounts): unknown {
  return [id, seen, done, passed, failures];
}
