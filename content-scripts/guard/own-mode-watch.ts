import type { BrokenReason } from '../../src/call/state.ts';

/** In which a call has to stand that can be sealed, after a channel of the service's own mode was refused; milliseconds. */
export const STANDS_WITHIN_MS = 20_000;

/**
 * Judges a client that has a media mode of its own. It chooses for sound and for pictures apart, and its screen goes the
 * own way always, so what is refused says nothing yet: a call of which nothing can be sealed does, or a picture that
 * leaves by the own way while none goes through us.
 */
export class OwnModeWatch {
  readonly #stands: (kind?: 'video') => boolean;
  readonly #break: (reason: BrokenReason) => void;
  #offered = false;
  #deadline: ReturnType<typeof setTimeout> | undefined;

  /** @param stands whether a connection stands whose media, or whose pictures, go through our transforms */
  constructor(stands: (kind?: 'video') => boolean, breakBy: (reason: BrokenReason) => void) {
    this.#stands = stands;
    this.#break = breakBy;
  }

  /** The service's servers were asked for the mode that can be sealed. */
  offered(): void {
    this.#offered = true;
  }

  /** A channel or socket of the own mode was refused. */
  refused(): void {
    this.#deadline ??= setTimeout(() => {
      this.#deadline = undefined;
      if (!this.#stands()) this.#fail();
    }, STANDS_WITHIN_MS);
  }

  /** The same, and it was about to carry a picture. */
  pictureRefused(): void {
    if (this.#stands('video')) this.refused();
    else this.#fail();
  }

  /** Protection was switched on or off. */
  restart(): void {
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
  }

  #fail(): void {
    this.#break(this.#offered ? 'left-sealable-mode' : 'no-sealable-mode');
  }
}
