// Another extension's script in the page's own world, as meeting assistants and blockers have them. The page's address
// says how it changes connections: ?other=bare.
{
  const kind = new URLSearchParams(location.search).get('other');
  const Native = window.RTCPeerConnection;
  const names = ['RTCPeerConnection', 'webkitRTCPeerConnection'].filter((name) => name in window);
  const put = (descriptor) => {
    for (const name of names) Object.defineProperty(window, name, { enumerable: false, ...descriptor });
  };
  const putValue = (value) => put({ value, writable: true, configurable: true });
  const methods = ['addTrack', 'addTransceiver', 'createOffer', 'createAnswer', 'setLocalDescription'];
  methods.push('setRemoteDescription', 'addIceCandidate', 'getTransceivers', 'getSenders', 'close');
  const saved = Object.fromEntries(methods.map((name) => [name, Native.prototype[name]]));
  /** Calls the browser's own methods as they were when this script ran. */
  const save = (connection) => {
    for (const name of methods) connection[name] = (...args) => saved[name].apply(connection, args);
    return connection;
  };

  /** A connection of its own, with the browser's hidden inside. */
  class Hiding extends EventTarget {
    #inner;
    constructor(...args) {
      super();
      this.#inner = new Native(...args);
      for (const name of methods) this[name] = (...given) => saved[name].apply(this.#inner, given);
    }
    get signalingState() {
      return this.#inner.signalingState;
    }
    get localDescription() {
      return this.#inner.localDescription;
    }
    get iceGatheringState() {
      return this.#inner.iceGatheringState;
    }
    set onicecandidate(handler) {
      this.#inner.onicecandidate = handler;
    }
    set ontrack(handler) {
      this.#inner.ontrack = handler;
    }
    addEventListener(...args) {
      this.#inner.addEventListener(...args);
    }
    getStats() {
      return this.#inner.getStats();
    }
  }

  // Declared, as functions that can be constructed and have nothing of the browser's constructor.
  function Bare(...args) {
    return new Native(...args);
  }
  function Shim(...args) {
    return new Native(...args);
  }
  function Saving(...args) {
    return save(new Native(...args));
  }
  function SavingStripped(given) {
    return save(new Native({ iceServers: given?.iceServers }));
  }
  class Copying extends Native {
    constructor(given) {
      super({ ...given });
    }
  }
  class Stripping extends Native {
    constructor(given) {
      super({ iceServers: given?.iceServers });
    }
  }

  const KINDS = {
    bare: () => putValue(Bare),
    subclass: () => putValue(class extends Native {}),
    copying: () => putValue(Copying),
    stripping: () => putValue(Stripping),
    shim: () => {
      Shim.prototype = Native.prototype;
      putValue(Object.assign(Shim, { generateCertificate: Native.generateCertificate }));
    },
    getter: () => put({ get: () => Native, configurable: true }),
    fixed: () => put({ value: class extends Native {}, writable: false, configurable: false }),
    'fixed-getter': () => put({ get: () => Native, configurable: false }),
    proxy: () =>
      putValue(new Proxy(Native, { construct: (target, args, made) => Reflect.construct(target, args, made) })),
    frozen: () => Object.freeze(Native.prototype),
    'frozen-fixed': () => {
      Object.freeze(Native.prototype);
      put({ value: Native, writable: false, configurable: false });
    },
    wrapped: () => {
      for (const name of methods) {
        Native.prototype[name] = function (...args) {
          return saved[name].apply(this, args);
        };
      }
    },
    saving: () => putValue(Saving),
    'saving-stripped': () => putValue(SavingStripped),
    hiding: () => putValue(Hiding),
  };
  const { replaceTrack } = RTCRtpSender.prototype;
  window.otherExtension = {
    /** The browser's own, as this script saved it. */
    replaceTrack: (sender, track) => replaceTrack.call(sender, track),
    /** Whether nothing of Callseal was here before. */
    first: /^\s*function RTCPeerConnection\(/.test(Function.prototype.toString.call(Native)),
    kinds: Object.keys(KINDS),
  };
  KINDS[kind]?.();
}
