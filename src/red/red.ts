/** RED payloads (RFC 2198): several audio frames in one packet, older ones repeated before the newest. */
import type { Bytes } from '../bytes.ts';

export interface RedBlock {
  /** Payload type of the block, 0 to 127. */
  readonly payloadType: number;
  /** How much earlier than the packet's timestamp the block belongs, 0 to 16,383 ticks. The last block has 0. */
  readonly timestampOffset: number;
  readonly data: Uint8Array;
}

/** Bytes of a header that another one follows, and of the last. */
const HEADER = 4;
const LAST_HEADER = 1;
/** 10 bits of length: what a block that is not the last can hold at most, in bytes. */
export const MAX_REDUNDANT = 1_023;
/** More blocks than any encoder repeats: Chromium's goes to 9. */
const MAX_BLOCKS = 32;

/**
 * Takes a payload apart (RFC 2198 section 3). Total: any bytes in, a result out.
 *
 * @returns the blocks in their order, views into `payload`, the newest last; undefined when this is no RED payload
 */
export function parseRed(payload: Uint8Array): readonly RedBlock[] | undefined {
  const headers: { payloadType: number; timestampOffset: number; length: number }[] = [];
  let offset = 0;
  for (; ((payload[offset] ?? 0) & 0x80) !== 0; offset += HEADER) {
    const [first = 0, high, middle, low] = payload.subarray(offset, offset + HEADER);
    if (high === undefined || middle === undefined || low === undefined || headers.length === MAX_BLOCKS - 1) {
      return undefined;
    }
    headers.push({
      payloadType: first & 0x7f,
      timestampOffset: (high << 6) | (middle >> 2),
      length: ((middle & 3) << 8) | low,
    });
  }
  const last = payload[offset];
  if (last === undefined) return undefined;
  offset += LAST_HEADER;
  const blocks: RedBlock[] = [];
  for (const { payloadType, timestampOffset, length } of headers) {
    if (offset + length > payload.byteLength) return undefined;
    blocks.push({ payloadType, timestampOffset, data: payload.subarray(offset, offset + length) });
    offset += length;
  }
  blocks.push({ payloadType: last, timestampOffset: 0, data: payload.subarray(offset) });
  return blocks;
}

/** Puts blocks together, the newest last. Each but the last holds at most MAX_REDUNDANT bytes. */
export function buildRed(blocks: readonly RedBlock[]): Bytes {
  const payload = new Uint8Array(redLength(blocks));
  let header = 0;
  let offset = (blocks.length - 1) * HEADER + LAST_HEADER;
  blocks.forEach(({ payloadType, timestampOffset, data }, i) => {
    if (i === blocks.length - 1) {
      payload[header] = payloadType;
    } else {
      const length = data.byteLength;
      payload.set(
        [0x80 | payloadType, timestampOffset >> 6, ((timestampOffset & 0x3f) << 2) | (length >> 8), length & 0xff],
        header,
      );
      header += HEADER;
    }
    payload.set(data, offset);
    offset += data.byteLength;
  });
  return payload;
}

/** Bytes that buildRed makes of the blocks. */
export function redLength(blocks: readonly RedBlock[]): number {
  return blocks.reduce((length, { data }) => length + HEADER + data.byteLength, LAST_HEADER - HEADER);
}
