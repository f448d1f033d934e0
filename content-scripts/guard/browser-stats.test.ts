import { expect, it } from 'vitest';
import { factsIn } from './browser-stats.ts';

/** As Chromium 156 reports a sender of two layers, shortened; addresses and ids stand in it as they do there. */
const CHROMIUM = [
  {
    id: 'C',
    type: 'codec',
    mimeType: 'video/H264',
    payloadType: 102,
    sdpFmtpLine: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f;x-google=secret',
  },
  { id: 'P', type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R' },
  { id: 'other', type: 'candidate-pair', localCandidateId: 'R', remoteCandidateId: 'L' },
  {
    id: 'L',
    type: 'local-candidate',
    address: '192.0.2.2',
    candidateType: 'relay',
    protocol: 'udp',
    relayProtocol: 'tcp',
  },
  { id: 'R', type: 'remote-candidate', address: '192.0.2.3', candidateType: 'srflx', protocol: 'udp' },
  { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
  {
    ...{ id: 'low', type: 'outbound-rtp', codecId: 'C', transportId: 'T', ssrc: 299_068_817, rid: 'l', active: true },
    ...{ frameHeight: 200, framesPerSecond: 24.6, scalabilityMode: 'L1T3', packetsSent: 113, framesEncoded: 76 },
    ...{ framesSent: 75, keyFramesEncoded: 1, nackCount: 2, pliCount: 3, firCount: 4, remoteId: 'lowR' },
    qualityLimitationReason: 'cpu',
  },
  { id: 'lowR', type: 'remote-inbound-rtp', packetsLost: 9 },
  { id: 'high', type: 'outbound-rtp', codecId: 'C', transportId: 'T', ssrc: 1, rid: 'h', active: false },
].map((entry) => ({ timestamp: 0, ...entry })) as unknown as Parameters<typeof factsIn>[0];

it('tells of a sender in numbers and words of lists', () => {
  const { layers, ...facts } = factsIn(CHROMIUM);
  expect(facts).toEqual({
    ...{ protocol: 'tcp', local: 'relay', remote: 'srflx', payloadType: 102, hardware: false },
    format: [
      { name: 'level-asymmetry-allowed', value: 1 },
      { name: 'packetization-mode', value: 1 },
      { name: 'profile-idc', value: 0x42 },
      { name: 'profile-iop', value: 0xe0 },
    ],
  });
  expect(layers).toEqual([
    {
      ...{ active: true, height: 270, fps: 25, scalability: 'L1T3', packets: 113, lost: 9, frames: 76, done: 75 },
      ...{ keyFrames: 1, nacks: 2, plis: 3, firs: 4, limit: 'cpu' },
    },
    expect.objectContaining({ active: false, height: 0, packets: 0, limit: 'none' }),
  ]);
});

it('makes nothing of an empty report, nor of one whose texts are of no list', () => {
  expect(factsIn([])).toMatchObject({ protocol: 'none', local: 'none', payloadType: 0, format: [], layers: [] });
  const strange = CHROMIUM.map((entry) => ({ ...entry, candidateType: 'Ada', protocol: 'Ada', relayProtocol: 'Ada' }));
  expect(factsIn(strange)).toMatchObject({ protocol: 'none', local: 'none', remote: 'none' });
});
