/** Has several who begin at the same time take a last step one behind the other, in the order in which they began. */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve();

  /** @param work gets what it has to await before that step: whoever began before is done, or has failed */
  go<Result>(work: (turn: Promise<unknown>) => Promise<Result>): Promise<Result> {
    const done = work(this.#last);
    this.#last = done.catch(() => undefined); // whoever waits for this one is told
    return done;
  }
}
