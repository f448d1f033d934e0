import { expect, it } from 'vitest';
import { withoutForeignExtensions } from './header-extensions.ts';

const sdp = [
  'v=0',
  'a=extmap-allow-mixed',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=extmap:2/sendonly http://www.webrtc.org/experiments/rtp-hdrext/corruption-detection',
  'a=extmap:3 https://unknown.example/extension with attributes',
  'a=extmap:4/recvonly urn:3gpp:video-orientation',
  'a=rtpmap:96 VP8/90000',
  '',
].join('\r\n');

it('removes what could carry the picture and what is unknown, and nothing else', () => {
  expect(withoutForeignExtensions(sdp).split('\r\n')).toEqual([
    'v=0',
    'a=extmap-allow-mixed',
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid',
    'a=extmap:4/recvonly urn:3gpp:video-orientation',
    'a=rtpmap:96 VP8/90000',
    '',
  ]);
});

it('also knows bare line feeds and a last line without an end', () => {
  expect(withoutForeignExtensions('a=extmap:2 urn:x\na=mid:0\na=extmap:9 urn:y')).toBe('a=mid:0\n');
});

const FOREIGN = 'http://www.webrtc.org/experiments/rtp-hdrext/corruption-detection';

it.each([
  // Chromium takes these for sound, Firefox does not.
  `a=extmap:2/ ${FOREIGN}`,
  `a=extmap:2/x-y ${FOREIGN}`,
  `a=extmap:2/sendonly/ ${FOREIGN}`,
  // The other way round.
  `a=extmap: 2 ${FOREIGN}`,
  `a=extmap:+2 ${FOREIGN}`,
  `a=extmap:2  ${FOREIGN}`,
  `a=extmap:2\t${FOREIGN}`,
  'a=extmap:2 ',
  'a=extmap:',
])('removes what a browser may read although it is written otherwise: %s', (line) => {
  expect(withoutForeignExtensions(`a=mid:0\r\n${line}\r\na=rtcp-mux\r\n`)).toBe('a=mid:0\r\na=rtcp-mux\r\n');
});
