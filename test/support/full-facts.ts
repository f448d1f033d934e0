import type { StreamCounts } from '../../src/call/counts.ts';
import type { StreamFacts } from '../../src/call/stream-facts.ts';
import type { Circumstances } from '../../src/protocol/circumstances.ts';

/** What a browser says of a sender, with something in every member. */
export const FULL_FACTS: StreamFacts = {
  ...{ direction: 'sendrecv', source: 'live', shows: 'screen', pageTransform: true, transport: 'connected' },
  ...{ protocol: 'udp', local: 'host', remote: 'relay' },
  extensions: ['mid', 'video-orientation', 'other'],
  payloadType: 96,
  format: [{ name: 'packetization-mode', value: 1 }],
  hardware: true,
  layers: [
    {
      ...{
        active: true,
        height: 360,
        fps: 25,
        scalability: 'L1T3',
        packets: 1_300,
        lost: 3,
        frames: 1_200,
        done: 1_190,
      },
      ...{ keyFrames: 4, nacks: 5, plis: 6, firs: 7, limit: 'bandwidth' },
    },
  ],
};

/** What a document says of itself, with something in every member. */
export function fullCircumstances(ended: readonly StreamCounts[]): Circumstances {
  return {
    ...{ top: true, isolated: true, opaque: false, serviceWorker: true },
    stated: ['script-src', 'worker-src'],
    refusals: { 'frame-src': 2 },
    denied: ['display-capture'],
    times: { guard: 12, hook: 13, worker: 150 },
    way: 'nested',
    workers: 2,
    hindrances: { late: 1 },
    news: { connection: 3, unheld: 1, 'web-transport': 2 },
    extensions: { mid: 4, other: 1 },
    ...{ senders: 2, receivers: 3, ended },
  };
}
