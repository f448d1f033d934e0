/**
 * Workers that are made from Blobs get a script of ours in front of their own: a worker has globals of its own, and no
 * content script reaches it. Everything else about such a worker stays as the page has it: name, type and lifetime.
 */
import { apply, NativeBlob, NativeURL, nativeCreateObjectURL, nativeRevokeObjectURL, wrapMethod } from '../natives.ts';
import { replaceConstructor } from './hooking.ts';
import { isBlob } from './kinds.ts';

/** The Blob behind each address of this realm, until the page revokes it, and the addresses of what was made of it. */
const known = new Map<string, { readonly blob: Blob; readonly composed: Map<string, string> }>();
const composedWorkers = new WeakSet<object>();

/** Whether our script runs in a worker, in front of its own. */
export const isComposed = (worker: object): boolean => composedWorkers.has(worker);

/**
 * @param scriptFor the classic script that runs first in a worker of that name ('' for none), or undefined for none
 */
export function composeBlobWorkers(scriptFor: (name: string) => string | undefined): void {
  wrapMethod(NativeURL, 'createObjectURL', (native, self, args) => {
    const address = apply(native, self, args) as string;
    const [blob] = args;
    if (isBlob(blob)) known.set(address, { blob, composed: new Map() });
    return address;
  });
  // What a worker has begun to load goes on when its address is revoked, in both browsers.
  wrapMethod(NativeURL, 'revokeObjectURL', (native, self, args) => {
    const result = apply(native, self, args);
    const address = String(args[0]);
    for (const composed of known.get(address)?.composed.values() ?? []) nativeRevokeObjectURL(composed);
    known.delete(address);
    return result;
  });
  replaceConstructor('Worker', (make, args) => {
    const address = addressOf(args[0]);
    const { name = '', type } = (args[1] ?? {}) as { readonly name?: unknown; readonly type?: unknown };
    const script = address === undefined ? undefined : scriptFor(String(name));
    if (address === undefined || script === undefined) return make();
    let worker: object;
    try {
      worker = make([compose(address, script, type === 'module'), ...args.slice(1)]);
    } catch {
      return make(); // a page that takes trusted script addresses alone, or the browser's own error
    }
    composedWorkers.add(worker);
    return worker;
  });
}

/** The address of a Blob, as text, a URL or a trusted script's address; undefined of any other. */
function addressOf(url: unknown): string | undefined {
  const address = `${url as string}`;
  // A worker that makes others of its own address makes composed ones.
  return address.startsWith('blob:') && address !== location.href ? address : undefined;
}

function compose(address: string, script: string, isModule: boolean): string {
  const made = known.get(address);
  const kind = isModule ? 'module' : 'classic';
  const before = made?.composed.get(kind + script);
  if (before !== undefined) return before;
  // A module's imports run before its own first line, so there the script is an import too.
  const first = isModule ? `import ${JSON.stringify(ownAddress(script))};` : script;
  // An address that another realm has made can only be loaded from the worker itself.
  const own = made?.blob ?? `${isModule ? 'import' : 'importScripts'}(${JSON.stringify(address)});`;
  const type = made?.blob.type ?? 'text/javascript';
  const composed = nativeCreateObjectURL(new NativeBlob([first, own], { type }));
  made?.composed.set(kind + script, composed);
  return composed;
}

const ownAddresses = new Map<string, string>();

/** An address under which a script stays: a module is loaded whenever its worker gets to it. */
function ownAddress(script: string): string {
  const address =
    ownAddresses.get(script) ?? nativeCreateObjectURL(new NativeBlob([script], { type: 'text/javascript' }));
  ownAddresses.set(script, address);
  return address;
}
