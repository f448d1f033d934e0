/** What a steered worker is told with the script that it begins with. */
export interface SteeredWorker {
  /** Name of the channel on which it says what it has stopped. */
  readonly news: string;
  /** Whether it may refuse large shared memory, and whether any other large one too, which sound is made in. */
  readonly refuses: boolean;
  readonly refusesSound: boolean;
}

/**
 * The classic script that runs first in a worker. It is a function that knows its own text, so that workers of the worker
 * get it as well.
 *
 * @param body the built script, in which `callsealWorker` is that function and `callsealSettings` its argument
 */
export function steeredWorkerScript(body: string, settings: SteeredWorker): string {
  return callOf(`function callsealWorker(callsealSettings) {\n${body}\n}`, settings);
}

/** A call of the function of that text. */
export function callOf(functionText: string, settings: SteeredWorker): string {
  return `(${functionText})(${JSON.stringify(settings)});\n`;
}
