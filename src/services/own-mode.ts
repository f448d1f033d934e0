/** The services' own media modes, as the page hook and the guard ask for them. */
import { SERVICES } from './registry.ts';
import { isHostOf, type OwnMedia, type OwnMode } from './service.ts';

/** A page may replace it later. */
const NativeURL = URL;

/** Known on every site: a service's client may be embedded in any. */
const MODES: readonly OwnMode[] = SERVICES.flatMap(({ ownMode }) => ownMode ?? []);

/** What a data channel of that label carries in a service's own mode; undefined for any other channel. */
export function ownChannel(label: string): OwnMedia | undefined {
  return MODES.find(({ channels }) => Object.hasOwn(channels, label))?.channels[label];
}

/** What a socket to that address carries; undefined for any other socket. @param address absolute */
export function ownSocket(address: string): OwnMedia | 'signalling' | undefined {
  if (!NativeURL.canParse(address)) return undefined;
  const url = new NativeURL(address);
  for (const mode of MODES) {
    const use = mode.socket(url);
    if (use) return use;
  }
  return undefined;
}

/** The own mode of the service to which documents of `origin` belong; undefined where there is none. */
export function ownModeOf(origin: string): OwnMode | undefined {
  // An opaque origin has no host. A frame without an address of its own has the origin of the one that made it.
  if (!NativeURL.canParse(origin)) return undefined;
  const { hostname } = new NativeURL(origin);
  return SERVICES.find(({ hosts }) => isHostOf(hosts, hostname))?.ownMode;
}
