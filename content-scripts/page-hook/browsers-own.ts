/**
 * Another extension's script may come first, and leave something of its own under the name `RTCPeerConnection`: a
 * function, a subclass, a proxy, a getter. What has to be hooked are the browser's own prototypes, which every connection
 * has, by whatever constructor it was made.
 */
const { apply, construct, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const sourceOf = Function.prototype.toString;

export const CONNECTION_NAMES = ['RTCPeerConnection', 'webkitRTCPeerConnection'] as const;

/** Objects that are looked at for one name: a chain of wrappers is shorter. */
const MOST = 32;
/** By which a prototype is known; another extension may have wrapped some of them. */
const GETTERS = ['signalingState', 'connectionState', 'iceGatheringState', 'currentLocalDescription'];

/** What stands under a global name; undefined where there is nothing, or a getter throws. */
export function standsAs(name: string): unknown {
  try {
    return (globalThis as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

/**
 * The browser's own prototypes of connections that can be reached from this document's global names: by the chains of
 * what stands there, or else of what it makes. More than one when another extension has put another document's there.
 *
 * @returns nothing where the browser has no WebRTC, or where all of it is hidden in somebody's closure
 */
export function findConnectionPrototypes(): RTCPeerConnection[] {
  const standing = CONNECTION_NAMES.map(standsAs);
  const found = standing.flatMap(prototypesFrom);
  const unique = Array.from(new Set(found.length > 0 ? found : standing.flatMap(prototypesOfMade)));
  return unique as RTCPeerConnection[];
}

function prototypesFrom(start: unknown): object[] {
  const queue: unknown[] = [start];
  const found: object[] = [];
  for (let index = 0; index < queue.length && index < MOST; index++) {
    const value = queue[index];
    if (!isObject(value)) continue;
    if (isConnectionPrototype(value)) found.push(value);
    for (const next of [ownValue(value, 'prototype'), ownValue(value, 'constructor'), getPrototypeOf(value)]) {
      if (!queue.includes(next)) queue.push(next);
    }
  }
  return found;
}

/** A function without a prototype of its own says nothing; the connection it makes does. */
function prototypesOfMade(maker: unknown): object[] {
  if (typeof maker !== 'function') return [];
  try {
    const made = construct(maker, []) as RTCPeerConnection;
    const found = prototypesFrom(getPrototypeOf(made));
    made.close();
    return found;
  } catch {
    return []; // it wants arguments, or makes none at all
  }
}

/** A script's own class prints its getters' source; a proxy of the browser's does not, and is as good. */
function isConnectionPrototype(value: object): boolean {
  return GETTERS.some((name) => {
    const get = getOwnPropertyDescriptor(value, name)?.get;
    return get !== undefined && /\[native code\]\s*\}\s*$/.test(apply(sourceOf, get, []));
  });
}

/** Whether a constructor is the browser's: a proxy of it does not print the name. */
export function isBrowsersOwn(maker: object): boolean {
  return /^\s*function RTCPeerConnection\(\)\s*\{\s*\[native code\]/.test(apply(sourceOf, maker, []));
}

function ownValue(owner: object, name: string): unknown {
  return getOwnPropertyDescriptor(owner, name)?.value;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
