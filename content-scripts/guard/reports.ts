import type { GuardReport, Orders } from '../../src/protocol/guard.ts';

type Document = GuardReport['document'];

/** Looks, of one a second, between two reports that say nothing new. */
const LOOKS_BETWEEN = 3;

/** The line to the background. */
export class Reports {
  readonly #ask: (report: GuardReport) => Promise<Orders | undefined>;
  readonly #compose: () => GuardReport;
  #last: Document | undefined;
  #looks = 0;

  /**
   * @param ask takes a report to the background and brings its orders
   * @param compose makes the report
   */
  constructor(ask: (report: GuardReport) => Promise<Orders | undefined>, compose: () => GuardReport) {
    this.#ask = ask;
    this.#compose = compose;
  }

  /** @returns undefined where the extension is gone, or the background could make nothing of the report */
  async make(): Promise<Orders | undefined> {
    this.#looks = 0;
    const report = this.#compose();
    this.#last = report.document;
    try {
      return await this.#ask(report);
    } catch {
      return undefined; // it was updated or removed: the worker goes on with the keys it has, and runs dry
    }
  }

  /** Whether it is time for the next one. Asked at each look. */
  isDue(): boolean {
    return ++this.#looks >= LOOKS_BETWEEN;
  }

  /** Whether what a claim about the tab depends on has changed since the last report. */
  hasNews(): boolean {
    return this.#last !== undefined && claim(this.#last) !== claim(this.#compose().document);
  }
}

function claim({ state, exposed, frames, greeting }: Document): string {
  return JSON.stringify([state, exposed, greeting, frames]);
}
