/** What can be in a call: every codec in each of its shapes. Rows of the table in docs/codecs.md. */
import type { BrowserName } from '../support/browsers.ts';
import type { AudioShape, VideoShape } from './shapes.ts';

export type Path = 'direct' | 'Janus';

interface Row {
  /** As the table names it. */
  readonly codec: string;
  readonly shape: string;
  readonly paths: readonly Path[];
}

export interface Sound extends Row {
  readonly kind: 'audio';
  readonly audio: AudioShape;
  /** A codec that is never sealed: the sender's frames are dropped, and the user is told. */
  readonly refused?: true;
  /** Whether the microphone falls silent for a while. */
  readonly pauses?: true;
}

export interface Picture extends Row {
  readonly kind: 'video';
  readonly video: VideoShape;
  /** Simulcast substreams, which the server chooses from. */
  readonly substreams?: number;
  /** Why somebody without the key is promised no lock card. */
  readonly uncovered?: string;
  /** Why nobody is promised a picture, sealed or not. */
  readonly unsteady?: string;
  /** A screen as a track of its own beside this camera. */
  readonly screen?: true;
}

export type Medium = Sound | Picture;

/** One cell of the table: a row, a way, and who sends to whom. */
export interface Cell {
  readonly medium: Medium;
  readonly path: Path;
  readonly from: BrowserName;
  readonly to: BrowserName;
}

const BOTH: readonly Path[] = ['direct', 'Janus'];

/** Pictures as light as can be: a machine of two cores encodes up to four at once, and decodes as many. */
const SMALL = { width: 320, height: 180, frameRate: 20 };
const SMALL_BITS = 250_000;
/** Less than that and Chromium leaves layers out. */
const LARGE = { width: 960, height: 540, frameRate: 15 };
const LARGE_BITS = 1_500_000;

const opus = (shape: string, audio: Omit<AudioShape, 'codec'>, more: Pick<Sound, 'pauses'> = {}): Sound => ({
  kind: 'audio',
  codec: 'Opus',
  shape,
  paths: BOTH,
  audio: { codec: 'opus', ...audio },
  ...more,
});

const refused = (codec: string, name: 'G722' | 'PCMU'): Sound => ({
  kind: 'audio',
  codec,
  shape: '20 ms',
  paths: ['direct'],
  audio: { codec: name },
  refused: true,
});

export const SOUNDS: readonly Sound[] = [
  opus('20 ms, mono', { parameters: ['stereo=0'] }),
  opus('20 ms, stereo', { parameters: ['stereo=1'] }),
  opus('DTX', { parameters: ['usedtx=1'] }, { pauses: true }),
  // At this bit rate the encoder takes its speech mode, the one that has room for FEC.
  opus('in-band FEC', { parameters: ['useinbandfec=1', 'maxaveragebitrate=20000'] }),
  opus('10 ms', { ptime: 10 }),
  opus('40 ms', { ptime: 40 }),
  opus('60 ms', { ptime: 60 }),
  // Less than the encoder's own choice, with which some packets would be too large for a cover.
  opus('120 ms', { ptime: 120, parameters: ['maxaveragebitrate=32000'] }),
  { kind: 'audio', codec: 'RED', shape: '20 ms', paths: BOTH, audio: { codec: 'red' } },
  refused('G.722', 'G722'),
  refused('PCMU', 'PCMU'),
];

const picture = (codec: string, name: VideoShape['codec'], mode: string): Picture => ({
  kind: 'video',
  codec,
  shape: mode,
  paths: BOTH,
  // L1T1 is what every browser does by itself, also one that knows no modes.
  video: {
    codec: name,
    ...SMALL,
    encodings: [{ maxBitrate: SMALL_BITS, ...(mode !== 'L1T1' && { scalabilityMode: mode }) }],
  },
});

const svc = (codec: string, name: VideoShape['codec'], mode: string): Picture => ({
  ...picture(codec, name, mode),
  // Four encoders of three layers each are the most that a machine of two cores keeps up with.
  video: { codec: name, ...LARGE, frameRate: 10, encodings: [{ maxBitrate: LARGE_BITS, scalabilityMode: mode }] },
});

const simulcast = (codec: string, name: VideoShape['codec']): Picture => ({
  ...picture(codec, name, 'simulcast, 3 layers'),
  // Between two browsers nobody chooses from layers.
  paths: ['Janus'],
  substreams: 3,
  video: {
    codec: name,
    ...LARGE,
    encodings: [
      { rid: 'h', maxBitrate: LARGE_BITS / 2 },
      { rid: 'm', maxBitrate: LARGE_BITS / 4, scaleResolutionDownBy: 2 },
      { rid: 'l', maxBitrate: LARGE_BITS / 8, scaleResolutionDownBy: 4 },
    ],
  },
});

export const KEY_SVC: Picture = {
  ...svc('VP9', 'VP9', 'L3T3_KEY'),
  unsteady: 'its pictures stand still in some calls, without Callseal too; the probe shows it through Janus.',
};

export const PICTURES: readonly Picture[] = [
  picture('VP8', 'VP8', 'L1T1'),
  picture('VP9', 'VP9', 'L1T1'),
  picture('AV1', 'AV1', 'L1T1'),
  picture('H.264', 'H264', 'L1T1'),
  picture('H.265', 'H265', 'L1T1'),
  picture('VP8', 'VP8', 'L1T3'),
  picture('VP9', 'VP9', 'L1T3'),
  picture('AV1', 'AV1', 'L1T3'),
  picture('H.264', 'H264', 'L1T3'),
  simulcast('VP8', 'VP8'),
  simulcast('H.264', 'H264'),
  svc('VP9', 'VP9', 'L3T3'),
  KEY_SVC,
  {
    ...svc('AV1', 'AV1', 'L3T3'),
    uncovered: 'Chromium draws the card; Firefox draws one of them and asks for key frames without end.',
  },
  { ...picture('VP8', 'VP8', 'L1T1'), shape: 'camera and screen', screen: true },
];
