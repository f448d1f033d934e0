import { isAllowedExtension, withoutForeignExtensions } from '../../src/sdp/header-extensions.ts';
import { tellOfExtensions } from './channel.ts';
import { construct, getOwnPropertyDescriptor, NativeSessionDescription, reader } from './natives.ts';

const typeOf = reader(NativeSessionDescription?.prototype, 'type');
const sdpOf = reader(NativeSessionDescription?.prototype, 'sdp');

/**
 * The description that the page passes, without header extensions that are not allowed. The page's own object goes
 * through untouched where there is nothing to remove, or where it is no description (the browser says what is wrong).
 */
export function cleanArgument(description: unknown): unknown {
  if (typeof description !== 'object' || description === null) return description;
  const { type, sdp } = description as { type?: unknown; sdp?: unknown };
  if (typeof sdp !== 'string') return description;
  tellOfExtensions(sdp);
  const clean = withoutForeignExtensions(sdp);
  return clean === sdp ? description : { type, sdp: clean };
}

/** The offer or answer that the browser made, as the page gets it: a plain object in Chromium, an instance in Firefox. */
export function cleanResult(made: unknown): unknown {
  const plain = getOwnPropertyDescriptor(made as object, 'sdp') !== undefined;
  const description = made as RTCSessionDescription;
  const sdp = plain ? description.sdp : sdpOf(description);
  const clean = withoutForeignExtensions(sdp);
  if (clean === sdp) return made;
  return plain
    ? { ...description, sdp: clean }
    : construct(NativeSessionDescription, [{ type: typeOf(description), sdp: clean }]);
}

/** What the page asks of `setHeaderExtensionsToNegotiate`: those not allowed are stopped, the list keeps its length. */
export function cleanExtensionList(list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  return list.map((entry: { uri?: unknown } | null) =>
    typeof entry === 'object' && entry && !isAllowedExtension(String(entry.uri))
      ? { ...entry, direction: 'stopped' }
      : entry,
  );
}
