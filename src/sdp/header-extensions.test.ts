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
