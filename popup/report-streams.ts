import { FRAME_FAILURES, STREAM_KINDS, STREAM_SIDES, type StreamCounts } from '../src/call/counts.ts';
import type { FrameCounts } from '../src/call/lately.ts';
import {
  CANDIDATES,
  DIRECTIONS,
  FORMAT_NAMES,
  type LayerFacts,
  LIMITS,
  PROTOCOLS,
  SCALABILITY,
  SHOWN,
  SOURCES,
  type StreamFacts,
  TRANSPORTS,
} from '../src/call/stream-facts.ts';
import { CODEC_IDS } from '../src/codecs.ts';
import { EXTENSION_NAMES } from '../src/sdp/extension-names.ts';
import { known, list, number } from './report-words.ts';

/** Those that can be sealed, and those that browsers have beside them. */
const CODEC_NAMES = [
  ...Object.keys(CODEC_IDS),
  ...['red', 'rtx', 'ulpfec', 'flexfec-03', 'pcmu', 'pcma', 'g722', 'telephone-event', 'cn'],
];

/** What became of a stream's frames, and under it what the browser says of it. */
export function streamLines(stream: StreamCounts): string[] {
  const { side, kind, codec, seen, slotDrift, lately, facts } = stream;
  const what = `${known(STREAM_SIDES, side)} ${known(STREAM_KINDS, kind)} ${known(CODEC_NAMES, codec === '' ? null : codec.toLowerCase().replace(/^(?:audio|video)\//, ''))}`;
  const drift = slotDrift === 0 ? '' : `, drift ${number(slotDrift)}`;
  // Of a transceiver one side of which is not in use, as most clients have some.
  if (seen === 0 && facts?.layers.length === 0) return [`${what}: idle, ${stateOf(facts)}`];
  return [
    `${what}: ${number(seen)} seen, ${frames(stream)}${drift}; lately ${frames(lately)}`,
    ...(facts ? factLines(facts) : ['  not looked at']),
  ];
}

function factLines(facts: StreamFacts): string[] {
  const { pageTransform, protocol, local, remote, extensions, format, layers } = facts;
  const route = `${known(PROTOCOLS, protocol)} from ${known(CANDIDATES, local)} to ${known(CANDIDATES, remote)}`;
  const parameters = format.map(({ name, value }) => `${known(FORMAT_NAMES, name)}=${number(value)}`);
  const transform = pageTransform ? ', a transform of the page inside' : '';
  return [
    `  ${stateOf(facts)}, ${route}${transform}`,
    `  payload type ${number(facts.payloadType)} (${list(parameters)}), ${facts.hardware ? 'hardware' : 'software'}`,
    `  extensions: ${list(extensions.map((name) => known(EXTENSION_NAMES, name)))}`,
    ...layers.map((layer, index) => `  layer ${index + 1}: ${layerLine(layer)}`),
  ];
}

function stateOf({ direction, source, shows, transport }: StreamFacts): string {
  const track = `track ${known(SOURCES, source)}, shows ${known(SHOWN, shows)}`;
  return `${known(DIRECTIONS, direction)}, ${track}, transport ${known(TRANSPORTS, transport)}`;
}

function layerLine(layer: LayerFacts): string {
  const { active, height, fps, scalability, packets, lost, limit } = layer;
  const shape = height > 0 ? `up to ${number(height)} lines, ${number(fps)} fps` : 'no picture';
  const within = SCALABILITY.test(scalability) ? scalability || 'no' : 'other';
  return [
    `${active ? 'on' : 'off'}, ${shape}, scalability ${within}`,
    `${number(packets)} packets, ${number(lost)} lost`,
    `${number(layer.frames)} frames, ${number(layer.done)} sent or decoded, ${number(layer.keyFrames)} key frames`,
    `asked for: ${number(layer.nacks)} NACK, ${number(layer.plis)} PLI, ${number(layer.firs)} FIR`,
    `held back by ${known(LIMITS, limit)}`,
  ].join('; ');
}

export function frames({ done, passed, failures }: FrameCounts): string {
  const failed = FRAME_FAILURES.filter((reason) => (failures[reason] ?? 0) > 0).map(
    (reason) => `, ${number(failures[reason] ?? 0)} ${reason}`,
  );
  return `${number(done)} done, ${number(passed)} in clear${failed.join('')}`;
}
