/** Header extensions by short names of our own list. What a server or page calls one otherwise is never passed on. */
import { ALLOWED_EXTENSIONS } from './header-extensions.ts';

/** Known, and removed while protection is on. */
const REMOVED = [
  'http://www.webrtc.org/experiments/rtp-hdrext/corruption-detection',
  'http://www.webrtc.org/experiments/rtp-hdrext/inband-cn',
  'http://www.webrtc.org/experiments/rtp-hdrext/generic-frame-descriptor-02',
  'urn:ietf:params:rtp-hdrext:framemarking',
  'urn:ietf:params:rtp-hdrext:encrypt',
] as const;

const NAMES = new Map([...ALLOWED_EXTENSIONS, ...REMOVED].map((uri) => [uri, uri.replace(/^.*[/:#]/, '')]));
/** Stands for all that are not on the list. */
const OTHER = 'other';
export const EXTENSION_NAMES: readonly string[] = [...NAMES.values(), OTHER];

/** @returns "other" for one that is not on the list */
export function extensionName(uri: string): string {
  return NAMES.get(uri) ?? OTHER;
}
