import { SEARCH_MODULE } from './start-code-search.generated.ts';

interface Search {
  readonly memory: Uint8Array;
  nextTriple(from: number, length: number): number;
}

/** Bytes that are searched at once: more would not stay in the processor's nearest memory. */
const PORTION = 16_384;

/** Undefined before the first use; null where WebAssembly is not to be had. */
let search: Search | null | undefined;

/**
 * Whether a byte of 3 or less stands behind two zeros, many times as fast as nextTriple says where: ciphertext must be
 * searched whole, which takes a script half as long as encryption does.
 *
 * @returns undefined where WebAssembly is not to be had, as where a policy does not name it
 */
export function hasTriple(bytes: Uint8Array): boolean | undefined {
  if (search === undefined) search = start();
  if (!search) return undefined;
  const { memory, nextTriple } = search;
  for (let offset = 0; offset + 2 < bytes.length; offset += PORTION) {
    // Two bytes of the next portion, for a triple may begin in this one.
    const end = Math.min(offset + PORTION + 2, bytes.length);
    memory.set(bytes.subarray(offset, end));
    if (nextTriple(0, end - offset) >= 0) return true;
  }
  return false;
}

function start(): Search | null {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(SEARCH_MODULE));
    const { memory, nextTriple } = exports as unknown as Search & { readonly memory: WebAssembly.Memory };
    return { memory: new Uint8Array(memory.buffer), nextTriple };
  } catch {
    return null;
  }
}
