/** What the first bytes of an Opus packet say (RFC 6716 section 3). */

export interface OpusPacket {
  readonly milliseconds: number;
  readonly stereo: boolean;
}

/** Milliseconds of one frame, by the configuration's place in its group of four (SILK, CELT) or two (hybrid). */
const SILK = [10, 20, 40, 60];
const HYBRID = [10, 20];
const CELT = [2.5, 5, 10, 20];

/** @param packet of at least 1 byte, or 2 when it holds a number of frames of its own */
export function readOpus(packet: Uint8Array): OpusPacket {
  const [toc = 0, second = 0] = packet;
  const configuration = toc >> 3;
  const frame =
    configuration < 12
      ? SILK[configuration % 4]
      : configuration < 16
        ? HYBRID[configuration % 2]
        : CELT[configuration % 4];
  const code = toc & 3;
  const frames = code === 0 ? 1 : code === 3 ? second & 0x3f : 2;
  return { milliseconds: (frame ?? 0) * frames, stereo: (toc & 4) !== 0 };
}
