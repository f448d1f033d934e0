/** RTP packets as the server of slots holds them, and the frames in them. */
import { type Codec, redBlocks } from '../../../support/depacketize.ts';
import { type Frame, framesOf } from '../../../support/recording.ts';
import { beginsKeyFrame } from '../../../support/sfu-codecs.ts';
import type { MediaPacket } from '../../../support/sfu-packets.ts';

export interface SlotPacket extends MediaPacket {
  readonly codec: Codec | 'red';
  /** Which of several layers this is (RFC 8852); undefined where the publisher sends one. */
  readonly rid: string | undefined;
  /** The publisher's number as a contributing source, the same for the whole conference. */
  readonly csrc: number;
}

/** Padding probes the bandwidth and carries nothing. */
export function isPadding({ payload }: SlotPacket): boolean {
  return payload.byteLength === 0;
}

/** Whether a decoder that has seen nothing of this stream can begin with this packet. */
export function beginsPicture({ codec, payload }: SlotPacket): boolean {
  return codec === 'opus' || codec === 'red' || beginsKeyFrame(codec, payload);
}

/** The encoded frames in a publisher's packets, stream by stream and codec by codec; with RED every block is a frame. */
export function framesIn(packets: readonly SlotPacket[]): Frame[] {
  const streams = new Map<string, SlotPacket[]>();
  for (const packet of packets) {
    const key = `${packet.stream} ${packet.codec}`;
    streams.set(key, [...(streams.get(key) ?? []), packet]);
  }
  return Array.from(streams.values()).flatMap((stream) => {
    const codec = stream[0]?.codec ?? 'opus';
    if (codec !== 'red') return framesOf(codec, stream);
    return stream.flatMap(({ payload }) =>
      redBlocks(payload).map((bytes) => ({ kind: 'audio' as const, codec: 'opus' as const, isKey: false, bytes })),
    );
  });
}
