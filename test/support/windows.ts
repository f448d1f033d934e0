/** Searches clear bytes in what a server holds: the proof that it holds none, and the control that the search works. */

export const WINDOW = 16;
/** For each window that is wanted. */
const MOST_TRIES = 4;

export interface Search {
  readonly searched: number;
  readonly found: number;
}

/**
 * Windows of 16 bytes, spread over `frames`. Windows with fewer than 8 different bytes are left out: silence and stuffing
 * could be found anywhere.
 */
export function windowsOf(frames: readonly Uint8Array[], wanted: number): Buffer[] {
  const windows: Buffer[] = [];
  const perFrame = Math.max(1, Math.ceil(wanted / Math.max(1, frames.length)));
  // Those that are left out are made up for, where there are others.
  for (let i = 0; i < perFrame || (windows.length < wanted && i < MOST_TRIES * perFrame); i++) {
    for (const [number, frame] of frames.entries()) {
      const room = frame.byteLength - WINDOW;
      if (room < 0) continue;
      // Spread by the golden ratio: packets split a frame into equal parts, and a window on such a cut is never whole.
      const start = Math.floor(room * (((number * perFrame + i) * 0.618 + 0.29) % 1));
      const window = Buffer.from(frame.subarray(start, start + WINDOW));
      if (new Set(window).size >= 8) windows.push(window);
    }
  }
  return windows;
}

/** How many of `windows` stand anywhere in `packets`. */
export function searchWindows(windows: readonly Buffer[], packets: readonly Uint8Array[]): Search {
  const wanted = new Map<number, Buffer[]>();
  for (const window of windows) {
    const start = window.readUInt32LE(0);
    wanted.set(start, [...(wanted.get(start) ?? []), window]);
  }
  const found = new Set<Buffer>();
  for (const packet of packets) {
    const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
    for (let i = 0; i + WINDOW <= bytes.byteLength; i++) {
      for (const window of wanted.get(bytes.readUInt32LE(i)) ?? []) {
        if (window.compare(bytes, i, i + WINDOW) === 0) found.add(window);
      }
    }
  }
  return { searched: windows.length, found: found.size };
}
