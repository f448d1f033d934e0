/**
 * RTP header extensions travel in clear beside the sealed payload. While protection is on only those are negotiated
 * that carry nothing of picture or sound but what SECURITY.md lists (the audio level, which speaker selection needs).
 * `corruption-detection` for one carries blurred samples of the raw picture. Unknown ones are removed as well.
 */
export const ALLOWED_EXTENSIONS: readonly string[] = [
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'urn:ietf:params:rtp-hdrext:csrc-audio-level',
  'urn:ietf:params:rtp-hdrext:toffset',
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  'urn:3gpp:video-orientation',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'http://www.webrtc.org/experiments/rtp-hdrext/transport-wide-cc-02',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
  'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
  'http://www.webrtc.org/experiments/rtp-hdrext/video-content-type',
  'http://www.webrtc.org/experiments/rtp-hdrext/video-timing',
  'http://www.webrtc.org/experiments/rtp-hdrext/color-space',
  'http://www.webrtc.org/experiments/rtp-hdrext/generic-frame-descriptor-00',
  'http://www.webrtc.org/experiments/rtp-hdrext/video-layers-allocation00',
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
];
const ALLOWED: ReadonlySet<string> = new Set(ALLOWED_EXTENSIONS);

export function isAllowedExtension(uri: string): boolean {
  return ALLOWED.has(uri);
}

/** `a=extmap:<id>[/<direction>] <URI>[ <attributes>]` (RFC 8285 section 5). */
const STRICT = /^a=extmap:\d+(?:\/(?:sendrecv|sendonly|recvonly|inactive))? (\S+)(?: |$)/;

/** The extensions that a description names, in its order; one that has several m-lines may name them more than once. */
export function namedExtensions(sdp: string): string[] {
  return Array.from(sdp.matchAll(/^a=extmap:\d+\S* (\S+)/gm), ([, uri = '']) => uri);
}

/**
 * Removes the `a=extmap` lines of extensions that are not on the list, and all that are not written as RFC 8285
 * section 5 has them: browsers read some of those too, such as an empty direction.
 *
 * @param sdp a session description; anything that is no such line stays byte for byte
 */
export function withoutForeignExtensions(sdp: string): string {
  return sdp.replace(/^(a=extmap:[^\r\n]*)(?:\r\n|\n|\r|$)/gm, (line, extension: string) =>
    isAllowedExtension(STRICT.exec(extension)?.[1] ?? '') ? line : '',
  );
}
