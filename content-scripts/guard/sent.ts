import type { SenderSample } from '../../src/call/bypass.ts';
import { forEachStats, type Realm } from './realm.ts';

/** What the browser itself has counted of a sender. */
export type Sent = Pick<SenderSample, 'framesSent' | 'payloadBytes'> & {
  /** The other end tells of losses. */
  readonly lossy: boolean;
};

/** The share of packets from which on losses are worth a second repetition of sound. */
const LOSSY = 0.03;

/** Not in TypeScript's library. */
type RemoteInbound = RTCStats & { readonly fractionLost?: number };

/** Sums over all streams of one sender. */
export function sentOf(realm: Realm, report: RTCStatsReport): Sent {
  let framesSent = 0;
  let payloadBytes = 0;
  let lossy = false;
  forEachStats(realm, report, (entry) => {
    if (entry.type === 'remote-inbound-rtp' && ((entry as RemoteInbound).fractionLost ?? 0) >= LOSSY) lossy = true;
    const stats = entry as RTCOutboundRtpStreamStats;
    if (stats.type !== 'outbound-rtp') return;
    framesSent += stats.kind === 'audio' ? ownPackets(stats) : (stats.framesSent ?? 0);
    payloadBytes += (stats.bytesSent ?? 0) - (stats.retransmittedBytesSent ?? 0);
  });
  return { framesSent, payloadBytes, lossy };
}

/** Of sound each packet is a frame. */
function ownPackets({ packetsSent = 0, retransmittedPacketsSent = 0 }: RTCOutboundRtpStreamStats): number {
  return packetsSent - retransmittedPacketsSent;
}

/** Pictures that a receiver has decoded. */
export function picturesOf(realm: Realm, report: RTCStatsReport): number {
  let frames = 0;
  forEachStats(realm, report, (entry) => {
    const stats = entry as RTCInboundRtpStreamStats;
    if (stats.type === 'inbound-rtp') frames += stats.framesDecoded ?? 0;
  });
  return frames;
}
