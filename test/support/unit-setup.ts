/** What holds for all unit tests. */
import * as fc from 'fast-check';

// Left alone, fast-check makes lists of ten things at most, whatever length a test names.
fc.configureGlobal({ defaultSizeToMaxWhenMaxSpecified: true });

// Node.js 20 has none, so nothing would be released there, and no test would find out who reads what was.
if (!('transfer' in ArrayBuffer.prototype)) {
  Object.defineProperty(ArrayBuffer.prototype, 'transfer', {
    configurable: true,
    writable: true,
    value(this: ArrayBuffer, length = this.byteLength): ArrayBuffer {
      const moved = structuredClone(this, { transfer: [this] });
      const result = new ArrayBuffer(length);
      new Uint8Array(result).set(new Uint8Array(moved).subarray(0, length));
      return result;
    },
  });
}
