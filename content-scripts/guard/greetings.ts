import { listenFirst } from './first-listeners.ts';

/**
 * How a guard knows in which of its frames there is another one: that one greets with a random name, which both report to
 * the background. Greetings go from window to window. Ours is the first listener of a guarded window, and takes them
 * before its page could see any; they are sent only while protection is on.
 */
const PREFIX = 'callseal:';
const GREETING = /^callseal:([0-9a-f]{16})$/;
const GONE = 'gone';

interface Greeting {
  readonly id: string;
  /** Where it stands in the order of greetings and loads. */
  readonly at: number;
}

const greetings = new WeakMap<object, Greeting>();
let turns = 0;

/** Puts greetings and loads of frames in one order. */
export function nextTurn(): number {
  return ++turns;
}

/** The greeting that came from a frame's window last, while the document that sent it is there. */
export function greetingOf(realm: object | null): Greeting | undefined {
  return realm ? greetings.get(realm) : undefined;
}

/** @param heard called when a greeting came or went */
export function listenForGreetings(heard: () => void): void {
  const take = (event: MessageEvent): void => {
    // Data last: where a page's own message is concerned nothing is read but how many ports it has.
    const [port, more] = event.ports;
    if (!port || more || !event.source || typeof event.data !== 'string') return;
    const id = GREETING.exec(event.data)?.[1];
    if (id === undefined) return;
    event.stopImmediatePropagation();
    const { source } = event;
    const greeting = { id, at: nextTurn() };
    greetings.set(source, greeting);
    port.onmessage = ({ data }) => {
      if (data !== GONE || greetings.get(source) !== greeting) return;
      greetings.delete(source);
      heard();
    };
    heard();
  };
  listenFirst('message', take);
}

/** Sixteen hex digits that nobody can guess. */
export function newGreeting(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

let farewell: AbortController | undefined;

/** Greets the guard of the document around this one, and takes leave when this document goes. */
export function greet(id: string): void {
  if (parent === window) return;
  farewell?.abort();
  farewell = new AbortController();
  const { port1, port2 } = new MessageChannel();
  parent.postMessage(PREFIX + id, '*', [port2]);
  addEventListener('pagehide', () => port1.postMessage(GONE), { signal: farewell.signal });
}
