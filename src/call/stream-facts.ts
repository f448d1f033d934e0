/**
 * What the browser says of one sender or receiver, for the report alone: nothing is judged by it. Texts of the page and
 * of the server come in as words of these lists, or not at all.
 */

export const DIRECTIONS = ['sendrecv', 'sendonly', 'recvonly', 'inactive', 'stopped', 'none'] as const;
export const SOURCES = ['live', 'muted', 'disabled', 'ended', 'none'] as const;
export const TRANSPORTS = ['new', 'connecting', 'connected', 'closed', 'failed', 'none'] as const;
/** What a sender's track shows. */
export const SHOWN = ['microphone', 'camera', 'screen', 'screen-audio', 'none'] as const;
/** Over what packets travel; the browser calls a relay's leg by its own protocol. */
export const PROTOCOLS = ['udp', 'tcp', 'none'] as const;
/** RFC 8445 section 4: where a candidate comes from. */
export const CANDIDATES = ['host', 'srflx', 'prflx', 'relay', 'none'] as const;
/** What holds an encoder back (WebRTC statistics, qualityLimitationReason). */
export const LIMITS = ['none', 'cpu', 'bandwidth', 'other'] as const;
/** Lines of a picture; a size between two of them counts as the larger one, for a window's own size may tell whose it is. */
export const HEIGHTS = [90, 180, 270, 360, 540, 720, 1_080, 1_440, 2_160] as const;
/** Layers within one stream (WebRTC-SVC section 6), or none said. */
export const SCALABILITY = /^(?:[LS][1-3]T[1-3](?:h|_KEY|_KEY_SHIFT)?)?$/;

/** Parameters of a payload format whose values are small numbers. H.264's profile-level-id is told as two of them. */
export const FORMAT_NAMES = [
  ...['packetization-mode', 'profile-idc', 'profile-iop', 'level-asymmetry-allowed'],
  ...['profile-id', 'profile', 'level-idx', 'tier', 'level-id', 'tier-flag'],
  ...['minptime', 'useinbandfec', 'usedtx', 'stereo', 'sprop-stereo', 'cbr', 'apt'],
] as const;

export interface FormatParameter {
  readonly name: string;
  readonly value: number;
}

/** One encoding of a sender (a simulcast layer), or what a receiver gets. */
export interface LayerFacts {
  readonly active: boolean;
  /** One of HEIGHTS; 0 for sound, and while nothing came. */
  readonly height: number;
  readonly fps: number;
  readonly scalability: string;
  readonly packets: number;
  readonly lost: number;
  /** Encoded, or received whole. Of sound none are counted. */
  readonly frames: number;
  /** Given to the network, or decoded. */
  readonly done: number;
  readonly keyFrames: number;
  /** Asked for by whoever gets it. */
  readonly nacks: number;
  readonly plis: number;
  readonly firs: number;
  readonly limit: (typeof LIMITS)[number];
}

export interface StreamFacts {
  readonly direction: (typeof DIRECTIONS)[number];
  readonly source: (typeof SOURCES)[number];
  readonly shows: (typeof SHOWN)[number];
  /** The page runs a transform of its own inside ours. */
  readonly pageTransform: boolean;
  readonly transport: (typeof TRANSPORTS)[number];
  readonly protocol: (typeof PROTOCOLS)[number];
  readonly local: (typeof CANDIDATES)[number];
  readonly remote: (typeof CANDIDATES)[number];
  /** Names of EXTENSION_NAMES that were negotiated. Firefox does not tell. */
  readonly extensions: readonly string[];
  readonly payloadType: number;
  readonly format: readonly FormatParameter[];
  /** A device of the computer's own encodes or decodes. */
  readonly hardware: boolean;
  readonly layers: readonly LayerFacts[];
}
