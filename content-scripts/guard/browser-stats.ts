/** What a statistics report of the browser says of one sender or receiver, in numbers and words of our lists. */
import {
  CANDIDATES,
  FORMAT_NAMES,
  HEIGHTS,
  type LayerFacts,
  LIMITS,
  PROTOCOLS,
  type StreamFacts,
} from '../../src/call/stream-facts.ts';
import { oneOf } from '../../src/protocol/valid.ts';

/** Entries as both browsers have them; not all of it is in TypeScript's library. */
type Entry = RTCStats & Readonly<Record<string, unknown>>;

const figure = (value: unknown): number => (typeof value === 'number' && value > 0 ? Math.round(value) : 0);
const word = (value: unknown): string => (typeof value === 'string' ? value : '');

const limit = oneOf(LIMITS, 'none');
const protocol = oneOf(PROTOCOLS, 'none');
const candidate = oneOf(CANDIDATES, 'none');

/** @param entries of one sender's or receiver's own report */
export function factsIn(
  entries: readonly Entry[],
): Pick<StreamFacts, 'protocol' | 'local' | 'remote' | 'payloadType' | 'format' | 'hardware' | 'layers'> {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const follow = (id: unknown): Entry | undefined => byId.get(word(id));
  const media = entries.filter(({ type }) => type === 'outbound-rtp' || type === 'inbound-rtp');
  const codec = follow(media[0]?.codecId);
  const pair = follow(follow(media[0]?.transportId)?.selectedCandidatePairId);
  const local = follow(pair?.localCandidateId);
  return {
    // A relay is spoken to by a protocol of its own.
    protocol: protocol(local?.relayProtocol ?? local?.protocol),
    local: candidate(local?.candidateType),
    remote: candidate(follow(pair?.remoteCandidateId)?.candidateType),
    payloadType: figure(codec?.payloadType),
    format: formatOf(word(codec?.sdpFmtpLine)),
    hardware: media.some(({ powerEfficientEncoder, powerEfficientDecoder }) =>
      Boolean(powerEfficientEncoder ?? powerEfficientDecoder),
    ),
    layers: media.map((entry) => layerOf(entry, follow(entry.remoteId))),
  };
}

function layerOf(entry: Entry, remote: Entry | undefined): LayerFacts {
  const lines = figure(entry.frameHeight);
  return {
    active: entry.active !== false,
    height: lines === 0 ? 0 : (HEIGHTS.find((each) => each >= lines) ?? HEIGHTS[HEIGHTS.length - 1] ?? 0),
    fps: figure(entry.framesPerSecond),
    scalability: word(entry.scalabilityMode),
    packets: figure(entry.packetsSent ?? entry.packetsReceived),
    lost: figure(entry.packetsLost ?? remote?.packetsLost),
    frames: figure(entry.framesEncoded ?? entry.framesReceived),
    done: figure(entry.framesSent ?? entry.framesDecoded),
    keyFrames: figure(entry.keyFramesEncoded ?? entry.keyFramesDecoded),
    nacks: figure(entry.nackCount),
    plis: figure(entry.pliCount),
    firs: figure(entry.firCount),
    limit: limit(entry.qualityLimitationReason),
  };
}

/** Of `a=fmtp` (RFC 8866 section 6.15) what stands in our list and is a small number. */
function formatOf(line: string): StreamFacts['format'] {
  const parameters = line.split(';').map((each) => each.trim().toLowerCase().split('='));
  return parameters.flatMap(([name = '', value = '']) => {
    if (name === 'profile-level-id' && /^[0-9a-f]{6}$/.test(value)) {
      const octet = (at: number): number => Number.parseInt(value.slice(at, at + 2), 16);
      return [
        { name: 'profile-idc', value: octet(0) },
        { name: 'profile-iop', value: octet(2) },
      ];
    }
    const known = FORMAT_NAMES.some((each) => each === name) && /^\d{1,3}$/.test(value);
    return known ? [{ name, value: Number(value) }] : [];
  });
}
