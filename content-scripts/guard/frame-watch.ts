import { delegatesDevices, withoutDevices } from '../../src/call/delegation.ts';
import type { ChildFrame } from '../../src/call/evidence.ts';
import { covers } from '../../src/call/match-pattern.ts';
import { greetingOf, listenForGreetings, nextTurn } from './greetings.ts';
import { isHelperPlace } from './helper.ts';
import { shadowRootOf } from './shadow-roots.ts';

/** Milliseconds in which the guard of a new document in a frame greets. */
const GRACE_MS = 5_000;
/** A page that gives the devices back as often as this is not followed any further: the frame shows nothing then. */
const CORRECTIONS = 10;

interface Frame {
  /** The `allow` that the page wants, and the one that we set last. */
  wanted: string;
  set: string | undefined;
  corrections: number;
  /** When the document in it came or was seen first, by performance.now(), and which one it was. */
  since: number;
  inside: WeakRef<Document> | undefined;
  /** When it loaded last, and the time before: a greeting from before that is of a document that is gone. */
  loaded: number;
  loadedBefore: number;
  /** A document that nobody knows came instead of the one that was asked for. */
  stranger: boolean;
}

/**
 * Knows the frames of this document while protection is on. One of an origin without a guard is not given camera,
 * microphone or screen: its `allow` loses them, at insertion and at every change, and what was loading loads again without.
 */
export class FrameWatch {
  readonly #frames = new Map<HTMLIFrameElement, Frame>();
  readonly #observer = new MutationObserver((records) => this.#follow(records));
  #covered: readonly string[] = [];
  #on = false;

  /** @param changed called when there may be something new to report */
  constructor(changed: () => void) {
    listenForGreetings(changed);
  }

  /** @param covered match patterns of the pages whose frames have a guard */
  start(covered: readonly string[]): void {
    const before = this.#covered;
    this.#covered = covered;
    if (!this.#on) {
      this.#on = true;
      this.#observe(document);
    } else if (before.join() !== covered.join()) for (const frame of this.#frames.keys()) this.#judge(frame);
  }

  /** Gives back what was taken. */
  stop(): void {
    this.#on = false;
    this.#observer.disconnect();
    for (const [element, frame] of this.#frames) if (frame.set !== undefined) setAllow(element, frame, frame.wanted);
    this.#frames.clear();
  }

  /** The frames that could hold a call: those with a guard, and those that should have one. */
  children(): readonly ChildFrame[] {
    const children: ChildFrame[] = [];
    for (const [element, frame] of this.#frames) {
      if (!element.isConnected) this.#frames.delete(element);
      else {
        const child = this.#childOf(element, frame);
        if (child) children.push(child);
      }
    }
    return children;
  }

  #childOf(element: HTMLIFrameElement, frame: Frame): ChildFrame | undefined {
    const origin = originOf(element);
    const devices = isForeign(origin) && delegatesDevices(frame.wanted, origin, origin);
    const greeting = greetingOf(element.contentWindow);
    if (greeting && greeting.at > frame.loadedBefore) {
      frame.stranger = false;
      return { id: greeting.id, origin: origin ?? '', devices };
    }
    const unguarded = { id: null, origin: origin ?? '', devices };
    if (devices && !this.#isCovered(origin)) return unguarded;
    const inside = documentIn(element);
    if (inside && inside !== frame.inside?.deref()) {
      frame.inside = new WeakRef(inside);
      frame.since = performance.now();
    }
    if (performance.now() - frame.since < GRACE_MS) return undefined;
    if (inside) return isStillToCome(inside, element) ? undefined : unguarded;
    if (!delegatesDevices(frame.wanted, null, origin)) return undefined;
    if (frame.loaded > 0 && !frame.stranger) {
      frame.stranger = true;
      this.#judge(element);
    }
    return { ...unguarded, devices: true };
  }

  #follow(records: readonly MutationRecord[]): void {
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes') {
        if (target instanceof HTMLIFrameElement) this.#judge(target);
      } else for (const node of addedNodes) if (node instanceof Element) this.#adopt(node);
    }
  }

  #observe(root: Document | ShadowRoot): void {
    this.#observer.observe(root, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['allow', 'src'],
    });
    for (const element of root.children) this.#adopt(element);
  }

  /** Takes note of the frames in a part of the page, also in its shadow trees. */
  #adopt(part: Element): void {
    if (isHelperPlace(part)) return;
    this.#enter(part);
    for (const element of part.querySelectorAll('*')) if (!isHelperPlace(element)) this.#enter(element);
  }

  #enter(element: Element): void {
    if (element instanceof HTMLIFrameElement) this.#judge(element);
    const root = shadowRootOf(element);
    if (root) this.#observe(root);
  }

  #judge(element: HTMLIFrameElement): void {
    const allow = element.getAttribute('allow') ?? '';
    const frame = this.#frames.get(element) ?? this.#watch(element, allow);
    if (allow !== frame.set) frame.wanted = allow;
    const origin = originOf(element);
    const strange = frame.stranger || (isForeign(origin) && !this.#isCovered(origin));
    const given = strange && delegatesDevices(frame.wanted, frame.stranger ? null : origin, origin);
    const right = given ? withoutDevices(frame.wanted) : frame.wanted;
    if (right === allow) return;
    if (++frame.corrections > CORRECTIONS) element.src = 'about:blank';
    else setAllow(element, frame, right);
  }

  #watch(element: HTMLIFrameElement, wanted: string): Frame {
    const frame: Frame = {
      wanted,
      set: undefined,
      corrections: 0,
      since: performance.now(),
      inside: undefined,
      loaded: 0,
      loadedBefore: 0,
      stranger: false,
    };
    element.addEventListener('load', () => {
      frame.loadedBefore = frame.loaded;
      frame.loaded = nextTurn();
      frame.since = performance.now();
    });
    this.#frames.set(element, frame);
    return frame;
  }

  #isCovered(origin: string | null): boolean {
    return origin !== null && this.#covered.some((pattern) => covers(pattern, new URL(origin)));
  }
}

/** The origin of the address that a frame was given, or null where it has none of its own: about:blank, srcdoc, blob. */
function originOf(element: HTMLIFrameElement): string | null {
  if (element.hasAttribute('srcdoc') || !element.hasAttribute('src') || !URL.canParse(element.src)) return null;
  const { protocol, origin } = new URL(element.src);
  return /^https?:$/.test(protocol) ? origin : null;
}

function isForeign(origin: string | null): origin is string {
  return origin !== null && origin !== location.origin;
}

/** The document in a frame, where this one may reach it. */
function documentIn(element: HTMLIFrameElement): Document | null {
  try {
    return element.contentDocument;
  } catch {
    return null;
  }
}

/** The first, empty document of a frame whose real one has not come. What an evading page can do with it: SECURITY.md. */
function isStillToCome(inside: Document, element: HTMLIFrameElement): boolean {
  return inside.URL === 'about:blank' && originOf(element) !== null;
}

/** What a document may capture is settled when it begins to load. Put in anew, the frame loses it in this very task. */
function setAllow(element: HTMLIFrameElement, frame: Frame, allow: string): void {
  frame.set = allow;
  element.setAttribute('allow', allow);
  if (element.hasAttribute('src')) element.replaceWith(element);
}
