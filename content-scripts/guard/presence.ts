import type { DocumentEvidence } from '../../src/call/evidence.ts';
import type { Orders } from '../../src/protocol/guard.ts';
import { listenFirst } from './first-listeners.ts';
import { FrameWatch } from './frame-watch.ts';
import { greet, newGreeting } from './greetings.ts';
import { noteMoment } from './surroundings.ts';

/**
 * Whether a script came in time. A page's script runs only once the parser has made a head or a body for it; a content
 * script that finds none is before it. (Other extensions' scripts may have run; the hook looks for their traces.)
 */
function isFirst(): boolean {
  // Firefox makes this one whole at once. It has no script of its own, and is as late as the document around it.
  if (document.URL === 'about:blank') return true;
  return document.readyState === 'loading' && document.head === null && document.body === null;
}

/** What this document's guard can bear witness to: that it came in time, found its hook, and knows the frames. */
export class Presence {
  readonly late = !isFirst();
  #hooked = false;
  readonly #greeting = newGreeting();
  #hasGreeted = false;
  readonly #frames: FrameWatch;

  /** @param changed called when there may be something new to bear witness to */
  constructor(changed: () => void) {
    this.#frames = new FrameWatch(changed);
    // Brought back from the browser's cache: the document around this one has taken its leave for final.
    listenFirst('pageshow', ({ persisted }) => {
      if (persisted && this.#hasGreeted) greet(this.#greeting);
    });
  }

  /** The hook has taken its channel: in time, or not. */
  readonly hookFound = (): void => {
    noteMoment('hook');
    this.#hooked = isFirst();
  };

  evidence(): Omit<DocumentEvidence, 'held'> {
    return {
      late: this.late,
      hooked: this.#hooked,
      greeting: this.#hasGreeted ? this.#greeting : null,
      frames: this.#frames.children(),
    };
  }

  /** Frames are watched, and the guard around this document greeted, while protection is on. */
  follow({ on, covered }: Pick<Orders, 'on' | 'covered'>): void {
    if (on) this.#frames.start(covered);
    else this.#frames.stop();
    if (on && !this.#hasGreeted) greet(this.#greeting);
    this.#hasGreeted = on;
  }
}
