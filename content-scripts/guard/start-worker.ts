import type { Hindrance } from './helper.ts';
import { noteHindrance } from './surroundings.ts';
import { WorkerHost, type WorkerWishes } from './worker-host.ts';

/** Milliseconds that each attempt to start a worker may take. A busy machine needs more than one. */
const ATTEMPTS_MS = [5_000, 8_000, 12_000] as const;
/** Milliseconds before an attempt that follows a refusal: a network that is just changing answers otherwise soon. */
const PAUSE_MS = 500;

/**
 * Starts a worker, and tries again where that was late or refused. Nothing is sent meanwhile, and negotiation waits.
 *
 * @param wishes called with what the worker asks for
 */
export async function startWorker(wishes: WorkerWishes): Promise<WorkerHost | Hindrance> {
  let hindrance: Hindrance = 'late';
  for (const [attempt, deadline] of ATTEMPTS_MS.entries()) {
    if (hindrance === 'refused') await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const outcome = await WorkerHost.start(wishes, deadline, attempt);
    if (typeof outcome === 'object') return outcome;
    noteHindrance(outcome);
    if (outcome === 'refused') hindrance = outcome;
  }
  return hindrance;
}
