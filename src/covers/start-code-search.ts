import { SEARCH_MODULE } from './start-code-search.generated.ts';

interface Search {
  readonly memory: WebAssembly.Memory;
  nextTriple(from: number, length: number): number;
}

const PAGE = 65_536;
/** Bytes behind the searched ones that are read with them. */
const SLACK = 80;
/** More than any frame has; memory once taken is not given back. */
const MOST = 64 * PAGE;

/** Undefined before the first use; null where WebAssembly is not to be had. */
let search: Search | null | undefined;
let memory = new Uint8Array(0);

/**
 * nextTriple of `bytes`, many times as fast: ciphertext must be searched whole, which takes a script longer than
 * encryption does.
 *
 * @returns what answers until the next call; undefined where WebAssembly is not to be had, as in pages whose policy does
 *   not name it, and for what is too long
 */
export function searchIn(bytes: Uint8Array): ((from: number) => number) | undefined {
  if (search === undefined) search = start();
  const { length } = bytes;
  if (!search || length + SLACK > MOST) return undefined;
  const missing = length + SLACK - memory.length;
  if (missing > 0 && !grow(search.memory, missing)) return undefined;
  memory.set(bytes);
  const { nextTriple } = search;
  return (from) => nextTriple(from, length);
}

function grow(wasm: WebAssembly.Memory, bytes: number): boolean {
  try {
    wasm.grow(Math.ceil(bytes / PAGE));
  } catch {
    return false; // no memory left
  }
  memory = new Uint8Array(wasm.buffer);
  return true;
}

function start(): Search | null {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(SEARCH_MODULE));
    const made = exports as unknown as Search;
    memory = new Uint8Array(made.memory.buffer);
    return made;
  } catch {
    return null;
  }
}
