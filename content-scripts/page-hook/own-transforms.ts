/**
 * While protection is on the page's own script transforms are kept, shown back to it and never run: one would take the
 * place of ours. The user is told that a feature of the page is off.
 *
 * Each sender and receiver has a stand-in for them, of a connection that is never negotiated. So the browser itself says
 * what it takes: a transform of any document, and each at one place only.
 */
import { tell } from './channel.ts';
import { isOn, isUnknown } from './gate.ts';
import {
  apply,
  connectionPrototype,
  construct,
  defineProperty,
  getOwnPropertyDescriptor,
  NativeProxy,
} from './natives.ts';

type End = RTCRtpSender | RTCRtpReceiver;

const NativePeerConnection = connectionPrototype?.constructor as typeof RTCPeerConnection | undefined;
const nativeAddTransceiver = connectionPrototype?.addTransceiver;

/** One for all of them, made when the first transform has to be kept. */
let spare: RTCPeerConnection | undefined;
const standIns = new WeakMap<End, End>();
/** What the page put there itself, while protection was not on. */
const before = new WeakMap<End, unknown>();
/** What it set while it was not known whether protection is on, and has it done. */
const early = new WeakMap<End, unknown>();
let waiting: (() => void)[] = [];
const NativeScriptTransform = globalThis.RTCRtpScriptTransform as typeof RTCRtpScriptTransform | undefined;

/** Whether the page has its own transform there since before protection came on: ours takes its place. */
export const hadOwnTransform = (end: object): boolean => before.has(end as End);

/** It is known whether protection is on: what the page has set meanwhile runs, or is put aside. */
export function settleOwnTransforms(): void {
  const all = waiting;
  waiting = [];
  for (let index = 0; index < all.length; index++) all[index]?.();
}

export function keepOwnTransforms(): void {
  keep(globalThis.RTCRtpSender?.prototype, ({ sender }) => sender);
  keep(globalThis.RTCRtpReceiver?.prototype, ({ receiver }) => receiver);
}

function keep(prototype: End | undefined, endOf: (transceiver: RTCRtpTransceiver) => End): void {
  const descriptor = prototype && getOwnPropertyDescriptor(prototype, 'transform');
  const { get, set } = descriptor ?? {};
  if (!prototype || !descriptor || !get || !set) return;
  defineProperty(prototype, 'transform', {
    ...descriptor,
    get: new NativeProxy(get, {
      apply(native, self: End, args) {
        const actual = apply(native, self, args);
        if (!isOn()) return actual;
        if (early.has(self)) return early.get(self);
        const standIn = standIns.get(self);
        return standIn ? apply(native, standIn, args) : (before.get(self) ?? null);
      },
    }),
    set: new NativeProxy(set, {
      apply(native, self: End, args) {
        apply(get, self, []); // throws the browser's own error when `self` is no sender or receiver
        const given = args[0] ?? null;
        if (!isUnknown() || !isTransform(given)) return put(native, self, args);
        // Its frames must not leave yet, nor may it be lost.
        early.set(self, given);
        waiting[waiting.length] = () => {
          early.delete(self);
          try {
            put(native, self, [given]);
          } catch {
            // the browser would have refused it when it was set
          }
        };
        return undefined;
      },
    }),
  });

  /** Where protection is on it goes to the stand-in. */
  function put(native: (...args: never[]) => unknown, self: End, args: unknown[]): undefined {
    if (!isOn() || isUnknown()) {
      apply(native, self, args as never[]);
      if (args[0]) before.set(self, args[0]);
      else before.delete(self);
      return;
    }
    const standIn = standIns.get(self) ?? makeStandIn(endOf);
    if (!standIn) return;
    standIns.set(self, standIn);
    apply(native, standIn, args as never[]);
    if (args[0]) tell('transform');
  }
}

function isTransform(value: unknown): boolean {
  return value === null || (NativeScriptTransform !== undefined && value instanceof NativeScriptTransform);
}

function makeStandIn(endOf: (transceiver: RTCRtpTransceiver) => End): End | undefined {
  if (!NativePeerConnection || !nativeAddTransceiver) return undefined;
  spare ??= construct(NativePeerConnection, []) as RTCPeerConnection;
  return endOf(apply(nativeAddTransceiver, spare, ['audio']));
}
