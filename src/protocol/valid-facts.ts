import {
  CANDIDATES,
  DIRECTIONS,
  FORMAT_NAMES,
  type FormatParameter,
  HEIGHTS,
  type LayerFacts,
  LIMITS,
  PROTOCOLS,
  SCALABILITY,
  SHOWN,
  SOURCES,
  type StreamFacts,
  TRANSPORTS,
} from '../call/stream-facts.ts';
import { EXTENSION_NAMES } from '../sdp/extension-names.ts';
import { atMost, count, flag, listOf, matching, oneOf, shaped } from './valid.ts';

/** More than a sender of any browser has. */
const MOST_LAYERS = 6;
/** Those of one byte's ids, and some more (RFC 8285). */
const MOST_EXTENSIONS = 32;

const height = (value: unknown): number => HEIGHTS.find((each) => each === value) ?? 0;

const layer = shaped<LayerFacts>({
  active: flag,
  height,
  fps: atMost(999),
  scalability: matching(SCALABILITY, ''),
  ...{
    packets: count,
    lost: count,
    frames: count,
    done: count,
    keyFrames: count,
    nacks: count,
    plis: count,
    firs: count,
  },
  limit: oneOf(LIMITS, 'none'),
});

const parameter = shaped<FormatParameter>({ name: oneOf(FORMAT_NAMES, 'apt'), value: atMost(999) });

/** What a guard says that the browser says of a stream, made safe: words of lists and numbers. */
export const validFacts = shaped<StreamFacts>({
  direction: oneOf(DIRECTIONS, 'none'),
  source: oneOf(SOURCES, 'none'),
  shows: oneOf(SHOWN, 'none'),
  pageTransform: flag,
  transport: oneOf(TRANSPORTS, 'none'),
  protocol: oneOf(PROTOCOLS, 'none'),
  local: oneOf(CANDIDATES, 'none'),
  remote: oneOf(CANDIDATES, 'none'),
  extensions: listOf(oneOf(EXTENSION_NAMES, undefined), MOST_EXTENSIONS),
  payloadType: atMost(127),
  format: listOf(parameter, FORMAT_NAMES.length),
  hardware: flag,
  layers: listOf(layer, MOST_LAYERS),
});
