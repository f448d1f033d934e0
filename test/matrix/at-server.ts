/** What the server holds of a scene: every substream opens for the independent reader, and nothing of it is clear. */
import type { Codec } from '../support/depacketize.ts';
import type { Reader } from '../support/reader.ts';
import { framesOf } from '../support/recording.ts';
import { searchWindows, windowsOf } from '../support/windows.ts';
import type { Medium, Sound } from './media.ts';
import { type OpusPacket, readOpus } from './opus-packet.ts';
import { packetsOf } from './play-scene.ts';
import type { Scene } from './scenes.ts';
import type { Substream } from './server.ts';

/** Pictures of a substream without which nothing is said. */
const ENOUGH_PICTURES = 30;
const WINDOWS = { audio: 100, video: 100 } as const;
/** Share of the packets that have the shape asked for: an encoder may need a few until it has settled. */
const SHAPED = 0.9;

export interface Holding {
  readonly medium: Medium;
  readonly layer: number;
  readonly figures: string;
  readonly shortfalls: readonly string[];
}

export function holdingOf({ what, layer, forwarded }: Substream, { sound, picture }: Scene, reader: Reader): Holding {
  const kind = what === 'audio' ? 'audio' : 'video';
  const medium = kind === 'audio' ? sound : picture;
  if (!medium) throw new Error('a substream of nothing');
  const read = framesOf(codecOf(medium), forwarded.packets).map((frame) => reader.read(frame));
  const clear = read.flatMap((frame) => frame.clear ?? []);
  const windows = windowsOf(clear, WINDOWS[kind]);
  const { found } = searchWindows(
    windows,
    forwarded.packets.map(({ payload }) => payload),
  );
  const shortfalls = [];
  const enough = medium.kind === 'audio' ? packetsOf(medium) : ENOUGH_PICTURES;
  if (read.length < enough) shortfalls.push(`only ${read.length} frames were held`);
  if (clear.length < read.length) shortfalls.push(`${read.length - clear.length} of ${read.length} frames do not open`);
  if (windows.length < WINDOWS[kind]) shortfalls.push(`only ${windows.length} windows could be searched`);
  if (found > 0) shortfalls.push(`${found} of ${windows.length} windows were found in clear`);
  if (medium.kind === 'audio') shortfalls.push(...misshapen(medium, clear));
  return { medium, layer, figures: `${clear.length}/${read.length}, ${found} of ${windows.length}`, shortfalls };
}

/** As the server's own recordings name it. */
function codecOf(medium: Medium): Codec {
  return (medium.kind === 'audio' ? 'opus' : medium.video.codec.toLowerCase()) as Codec;
}

/** Whether the encoder did as it was asked. */
function misshapen({ audio: { ptime, parameters = [] }, pauses }: Sound, packets: readonly Buffer[]): string[] {
  const read = packets.map(readOpus);
  const share = (holds: (packet: OpusPacket) => boolean): number => read.filter(holds).length / read.length;
  const shortfalls = [];
  if (ptime && share(({ milliseconds }) => milliseconds === ptime) < SHAPED) {
    shortfalls.push(`packets are of ${Array.from(new Set(read.map(({ milliseconds }) => milliseconds))).join()} ms`);
  }
  for (const stereo of [true, false]) {
    if (parameters.includes(`stereo=${Number(stereo)}`) && share((packet) => packet.stereo === stereo) < SHAPED) {
      shortfalls.push(`packets are ${stereo ? 'mono' : 'stereo'}`);
    }
  }
  if (pauses && !packets.some(({ byteLength }) => byteLength <= 2)) shortfalls.push('the encoder made no pause');
  return shortfalls;
}
