// A page that works against its user: it stops and records every event it can catch, and records the arguments, the
// receiver and the result of every function it can replace, before and during the call.
{
  const { apply, construct, getOwnPropertyDescriptor, defineProperty } = Reflect;
  const { add: addToSet } = Set.prototype;
  const seen = new Set();
  const keep = (text) => apply(addToSet, seen, [text]);
  const note = (value, depth = 0) => {
    if (value === null || value === undefined) return;
    if (typeof value === 'string') keep(value);
    else if (value instanceof ArrayBuffer) keep(String.fromCharCode(...new Uint8Array(value).subarray(0, 4096)));
    else if (ArrayBuffer.isView(value)) note(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength));
    else if (typeof value === 'object') {
      if (value instanceof Worker) keep('a worker handle');
      if (typeof CryptoKey !== 'undefined' && value instanceof CryptoKey) keep('a key handle');
      if (depth < 2)
        for (const name in value)
          try {
            note(value[name], depth + 1);
          } catch {
            /* a getter that refuses */
          }
    }
  };
  const spy = {
    seen,
    events: [],
    frames: [],
    note,
    found: (needle) => Array.from(seen).some((text) => text.includes(needle)),
  };
  window.spy = spy;

  const watch = (owner, name) => {
    const descriptor = owner && getOwnPropertyDescriptor(owner, name);
    if (typeof descriptor?.value !== 'function' || !descriptor.configurable) return;
    const native = descriptor.value;
    let busy = false;
    defineProperty(owner, name, {
      ...descriptor,
      value: new Proxy(native, {
        apply(_, self, args) {
          const result = apply(native, self, args);
          if (!busy) {
            busy = true;
            for (let i = 0; i < args.length; i++) note(args[i]);
            note(self);
            note(result);
            busy = false;
          }
          return result;
        },
        construct(_, args, target) {
          const made = construct(native, args, target);
          if (!busy) {
            busy = true;
            for (let i = 0; i < args.length; i++) note(args[i]);
            if (made instanceof native && name === 'Worker') keep('a worker of the page');
            busy = false;
          }
          return made;
        },
      }),
    });
  };
  for (const name of [
    'Worker',
    'SharedWorker',
    'MessageChannel',
    'BroadcastChannel',
    'Blob',
    'CustomEvent',
    'RTCTrackEvent',
    'FocusEvent',
    'postMessage',
    'structuredClone',
    'atob',
    'btoa',
    'fetch',
  ])
    watch(window, name);
  for (const [owner, names] of [
    [Worker.prototype, ['postMessage', 'terminate']],
    [MessagePort.prototype, ['postMessage', 'start']],
    [EventTarget.prototype, ['addEventListener', 'removeEventListener', 'dispatchEvent']],
    [
      SubtleCrypto.prototype,
      ['importKey', 'deriveKey', 'deriveBits', 'encrypt', 'decrypt', 'exportKey', 'sign', 'digest'],
    ],
    [TextEncoder.prototype, ['encode']],
    [TextDecoder.prototype, ['decode']],
    [JSON, ['parse', 'stringify']],
    [Function.prototype, ['call', 'apply', 'bind']],
    [Reflect, ['apply', 'construct', 'get', 'set']],
    [Array.prototype, ['push', 'map', 'forEach', 'find', 'filter', 'some', 'concat', 'slice']],
    [Map.prototype, ['get', 'set']],
    [WeakMap.prototype, ['get', 'set', 'has']],
    [Set.prototype, ['add', 'has']],
    [Promise.prototype, ['then', 'catch', 'finally']],
    [Storage.prototype, ['getItem', 'setItem']],
    [Element.prototype, ['attachShadow', 'append', 'appendChild']],
    [Node.prototype, ['appendChild', 'insertBefore']],
    [URL, ['createObjectURL']],
  ]) {
    for (const name of names) watch(owner, name);
  }

  // Every event on document and window, stopped before anybody else sees it if it is none of the page's own.
  const own =
    /^(load|DOMContentLoaded|readystatechange|click|pointer|mouse|key|visibilitychange|focus|blur|resize|pageshow)/;
  for (const target of [window, document]) {
    for (const type of [
      'callseal-channel',
      'callseal-hook',
      'hand-over',
      'taken',
      'on',
      'off',
      'ready',
      'broken',
      'connection',
      'message',
      'track',
      'port',
    ]) {
      target.addEventListener(
        type,
        (event) => {
          spy.events.push(event.type);
          note(event.relatedTarget);
          if (!own.test(event.type)) event.stopImmediatePropagation();
        },
        true,
      );
    }
  }
  // Getters of events, through which a listener in this world would hand its event over.
  for (const name of ['type', 'target', 'currentTarget', 'srcElement']) {
    const { get, ...rest } = getOwnPropertyDescriptor(Event.prototype, name);
    defineProperty(Event.prototype, name, {
      ...rest,
      get() {
        const value = apply(get, this, []);
        if (value instanceof Element && !value.isConnected && value.localName === 'i') keep('the channel');
        return value;
      },
    });
  }
  // What is added to the document, whatever it is.
  new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        spy.frames.push({
          name: node.nodeName,
          shadow: node.shadowRoot !== null && node.shadowRoot !== undefined,
          windows: window.length,
        });
      }
    }
  }).observe(document, { childList: true, subtree: true });
}
