/** Requests, by which bytes leave from the page's own thread. */
import { isOn, refusal } from '../gate.ts';
import { apply, dispatchEvent, NativePromise, reader, wrapMethod } from '../natives.ts';
import { prototypeOf, replaceConstructor, through } from './hooking.ts';
import { isReadable } from './kinds.ts';
import { mayLeave } from './leaving.ts';

const NativeRequest = globalThis.Request;
const NativeProgressEvent = globalThis.ProgressEvent;
const nativeClone = globalThis.Request?.prototype.clone;
const nativeBytes = globalThis.Request?.prototype.arrayBuffer;
/** Firefox does not show the body of a request. */
const bodyOf = 'body' in (NativeRequest?.prototype ?? {}) ? reader(NativeRequest.prototype, 'body') : undefined;
/** Bytes of a request's body that are looked at where it was not seen when it was put in. */
const LOOKED_AT = 1_048_576;

/** Whether the body of a request may leave, as judged when it was put in. */
const judged = new WeakMap<object, boolean>();

export function guardRequests(): void {
  wrapMethod(prototypeOf('XMLHttpRequest'), 'send', (native, self, args) => {
    if (!isOn() || mayLeave(args[0])) return apply(native, self, args);
    apply(dispatchEvent, self as XMLHttpRequest, [new NativeProgressEvent('error')]);
    return undefined;
  });
  wrapMethod(prototypeOf('Navigator'), 'sendBeacon', (native, self, args) =>
    !isOn() || mayLeave(args[1]) ? apply(native, self, args) : false,
  );
  judgeRequests();
  // It says at once what becomes of it, so what cannot be looked at in this task is not taken.
  wrapMethod(globalThis, 'fetchLater', (native, self, args) => {
    const [input, options] = args as [unknown, RequestInit | undefined];
    if (!isOn()) return apply(native, self, args);
    const leaves = options?.body ? mayLeave(options.body) : !hasBody(input) || judged.get(input) === true;
    if (!leaves) throw refusal();
    return apply(native, self, args);
  });
  wrapMethod(globalThis, 'fetch', (native, self, args) => {
    if (!isOn()) return apply(native, self, args);
    const [input, options] = args as [unknown, RequestInit | undefined];
    if (options?.body) {
      const body = judgedBody(options.body);
      return body === undefined
        ? NativePromise.reject(refusal())
        : apply(native, self, [input, body === options.body ? options : { ...options, body }]);
    }
    if (!hasBody(input) || input.bodyUsed) return apply(native, self, args);
    const verdict = judged.get(input);
    if (verdict === true) return apply(native, self, args);
    if (verdict === false) return NativePromise.reject(refusal());
    const copy = apply(nativeClone, input, []);
    return (async () => {
      if (!(await beginningMayLeave(copy))) throw refusal();
      return apply(native, self, args);
    })();
  });
}

function hasBody(input: unknown): input is Request {
  return input instanceof NativeRequest && !/^(?:GET|HEAD)$/.test(input.method);
}

/** A body can be looked at when it is put into a request, and is not to be had from there afterwards. */
function judgeRequests(): void {
  replaceConstructor('Request', (make, args) => {
    const [input, options] = args as [unknown, RequestInit | undefined];
    if (!isOn()) return make();
    if (!options?.body) return withVerdictOf(input, make());
    const body = judgedBody(options.body);
    if (body !== undefined && body !== options.body) args[1] = { ...options, body };
    const made = make();
    judged.set(made, body !== undefined);
    return made;
  });
  wrapMethod(prototypeOf('Request'), 'clone', (native, self, args) =>
    withVerdictOf(self, apply(native, self, args) as object),
  );
}

function withVerdictOf(original: unknown, made: object): object {
  const verdict = judged.get(original as object);
  if (verdict !== undefined) judged.set(made, verdict);
  return made;
}

/** The body to send in place of `body`, which is looked at; undefined when it must not leave. */
function judgedBody(body: BodyInit): BodyInit | undefined {
  if (!isReadable(body)) return mayLeave(body) ? body : undefined;
  return through(body as ReadableStream<unknown>, (chunk) => {
    if (isOn() && !mayLeave(chunk)) throw refusal();
    return chunk;
  }) as ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** Looks at a body that was put into its request before protection came on. */
async function beginningMayLeave(copy: Request): Promise<boolean> {
  if (!bodyOf) return mayLeave(await apply(nativeBytes, copy, []));
  const chunks = bodyOf(copy)?.getReader();
  for (let seen = 0; chunks && seen < LOOKED_AT; ) {
    const { done, value } = await chunks.read();
    if (done) return true;
    if (!mayLeave(value)) return false;
    seen += value.byteLength;
  }
  void chunks?.cancel();
  return true;
}
