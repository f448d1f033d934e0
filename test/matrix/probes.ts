/** Each shows that something is not possible here, in browsers without the extension. */
import type { BrowserName } from '../support/browsers.ts';
import type { Janus } from '../support/janus.ts';
import type { Cast } from './cast.ts';

/** @returns what was found instead of the obstacle, or undefined while it stands */
export type Probe = (cast: Cast, janus: Janus) => Promise<string | undefined>;

export const lacks =
  (browsers: readonly BrowserName[], kind: 'audio' | 'video', codec: string): Probe =>
  async ({ outsiders }) => {
    for (const browser of browsers) {
      const codecs = await outsiders[browser].participant.page.evaluate((k) => {
        const ends = [RTCRtpSender, RTCRtpReceiver].flatMap((end) => end.getCapabilities(k)?.codecs ?? []);
        return ends.map(({ mimeType }) => mimeType);
      }, kind);
      const found = codecs.find((mimeType) => mimeType.toLowerCase() === `${kind}/${codec}`.toLowerCase());
      if (found) return `${browser} has ${found}`;
    }
    return undefined;
  };
