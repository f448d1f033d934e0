// What own-transform.js does with a frame, in its window or its worker. It is its own inverse, and leaves alone what a
// server would want to read.

/** @param {(clear: string) => void} note gets the first bytes of each frame as the other end should have it, in hex */
function scramble({ side, kind, dropping }, note) {
  return new TransformStream({
    transform(frame, controller) {
      if (side === 'send' && dropping()) return;
      const bytes = new Uint8Array(frame.data);
      const before = head(bytes);
      for (let i = 12; i < bytes.length; i++) bytes[i] ^= 0x5a;
      note({ side, kind, head: side === 'send' ? head(bytes) : before });
      frame.data = bytes.buffer;
      controller.enqueue(frame);
    },
  });
}

function head(bytes) {
  return Array.from(bytes.subarray(0, 48), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// For the two that run it.
globalThis.scramble = scramble;
