/** Puts encoded frames together again from the payloads of their RTP packets. Written from the RFCs alone. */

export type Codec = 'opus' | 'vp8' | 'vp9' | 'h264' | 'av1';

/** What a frame is in packets of one codec. */
interface Format {
  /**
   * @param payloads of all packets of one frame, in order
   * @returns the frame, or undefined when its beginning is not among them
   */
  assemble(payloads: readonly Buffer[]): Buffer | undefined;
  isKey(frame: Buffer): boolean;
  /** Whether a frame ends with this payload, where that is not what the marker says. */
  ends?(payload: Buffer): boolean;
}

export const VIDEO_FORMATS: Readonly<Record<Exclude<Codec, 'opus'>, Format>> = {
  vp8: { assemble: assembleVp8, isKey: (frame) => (frame.readUInt8(0) & 1) === 0 },
  vp9: {
    assemble: assembleVp9,
    isKey: (frame) => (frame.readUInt8(0) & 0x04) === 0,
    // Each spatial layer is a frame of its own; the marker ends a picture with all of them.
    ends: (payload) => (payload.readUInt8(0) & 0x04) !== 0,
  },
  h264: { assemble: assembleH264, isKey: (frame) => nalUnits(frame).some((unit) => (unit.readUInt8(0) & 0x1f) === 5) },
  av1: { assemble: assembleAv1, isKey: (frame) => obus(frame).some(({ type }) => type === 1) },
};

/** RFC 7741 section 4.2: a payload descriptor before each part. */
function assembleVp8(payloads: readonly Buffer[]): Buffer | undefined {
  const starts = (first: number): boolean => (first & 0x10) !== 0 && (first & 0x07) === 0;
  if (!starts(payloads[0]?.readUInt8(0) ?? 0)) return undefined;
  return Buffer.concat(payloads.map((payload) => payload.subarray(descriptorLength(payload))));
}

function descriptorLength(payload: Buffer): number {
  let length = 1;
  if (payload.readUInt8(0) & 0x80) {
    const extension = payload.readUInt8(1);
    length++;
    if (extension & 0x80) length += payload.readUInt8(length) & 0x80 ? 2 : 1;
    if (extension & 0x40) length++;
    if (extension & 0x30) length++;
  }
  return length;
}

/** RFC 9628 section 4.2: a payload descriptor before each part. */
function assembleVp9(payloads: readonly Buffer[]): Buffer | undefined {
  if (((payloads[0]?.readUInt8(0) ?? 0) & 0x08) === 0) return undefined;
  return Buffer.concat(payloads.map((payload) => payload.subarray(vp9DescriptorLength(payload))));
}

function vp9DescriptorLength(payload: Buffer): number {
  const first = payload.readUInt8(0);
  const has = (flag: number): boolean => (first & flag) !== 0;
  const isFlexible = has(0x10);
  let length = 1;
  if (has(0x80)) length += payload.readUInt8(length) & 0x80 ? 2 : 1; // picture id
  if (has(0x20)) length += isFlexible ? 1 : 2; // layer indices
  // Up to three differences to the pictures it was predicted from, each but the last with its lowest bit set.
  if (isFlexible && has(0x40)) while (payload.readUInt8(length++) & 1);
  return has(0x02) ? scalabilityStructureEnd(payload, length) : length;
}

/** RFC 9628 section 4.2.1. */
function scalabilityStructureEnd(payload: Buffer, start: number): number {
  const structure = payload.readUInt8(start);
  let at = start + 1;
  if (structure & 0x10) at += ((structure >> 5) + 1) * 4; // a width and a height for each layer
  if (structure & 0x08) {
    const pictures = payload.readUInt8(at++);
    for (let i = 0; i < pictures; i++) at += 1 + ((payload.readUInt8(at) >> 2) & 3);
  }
  return at;
}

/** RFC 2198: the blocks of a RED payload, the oldest first. */
export function redBlocks(payload: Buffer): Buffer[] {
  const lengths: number[] = [];
  let at = 0;
  for (; payload.readUInt8(at) & 0x80; at += 4) lengths.push(payload.readUInt16BE(at + 2) & 0x3ff);
  at++; // the newest block's payload type; its length is what is left
  const older = lengths.map((length) => {
    at += length;
    return payload.subarray(at - length, at);
  });
  return [...older, payload.subarray(at)].filter((block) => block.byteLength > 0);
}

const START_CODE = Buffer.from([0, 0, 0, 1]);

/** RFC 6184 sections 5.6 to 5.8: single NAL units, STAP-A and FU-A. @returns Annex B */
function assembleH264(payloads: readonly Buffer[]): Buffer | undefined {
  const parts: Buffer[] = [];
  for (const payload of payloads) {
    const first = payload.readUInt8(0);
    const type = first & 0x1f;
    if (type === 24) {
      for (let at = 1; at + 2 < payload.byteLength; ) {
        const length = payload.readUInt16BE(at);
        parts.push(START_CODE, payload.subarray(at + 2, at + 2 + length));
        at += 2 + length;
      }
    } else if (type === 28) {
      const header = payload.readUInt8(1);
      if (header & 0x80) parts.push(START_CODE, Buffer.from([(first & 0xe0) | (header & 0x1f)]));
      else if (parts.length === 0) return undefined;
      parts.push(payload.subarray(2));
    } else parts.push(START_CODE, payload);
  }
  return Buffer.concat(parts);
}

/** NAL units of a frame in Annex B form, without start codes and trailing zeros. */
export function nalUnits(frame: Buffer): Buffer[] {
  const starts: number[] = [];
  for (let at = frame.indexOf('000001', 0, 'hex'); at >= 0; at = frame.indexOf('000001', at + 3, 'hex'))
    starts.push(at);
  return starts.map((start, i) => {
    let end = starts[i + 1] ?? frame.byteLength;
    while (end > start + 4 && frame[end - 1] === 0) end--;
    return frame.subarray(start + 3, end);
  });
}

/** AV1 RTP specification section 4.4: elements behind an aggregation header. @returns OBUs, each with its size */
function assembleAv1(payloads: readonly Buffer[]): Buffer | undefined {
  const elements: Buffer[] = [];
  let continues = false;
  for (const payload of payloads) {
    const header = payload.readUInt8(0);
    const count = (header >> 4) & 3;
    if ((header & 0x80) !== 0 && !continues) return undefined;
    for (let at = 1, index = 1; at < payload.byteLength; index++) {
      let length = payload.byteLength - at;
      if (index !== count) [length, at] = leb128(payload, at);
      const part = payload.subarray(at, at + length);
      const before = continues && index === 1 ? elements.pop() : undefined;
      elements.push(before ? Buffer.concat([before, part]) : part);
      at += length;
    }
    continues = (header & 0x40) !== 0;
  }
  return Buffer.concat(elements.map(withSize));
}

/** AV1 section 5.3: an OBU that says how long it is. */
function withSize(obu: Buffer): Buffer {
  const header = obu.readUInt8(0);
  if (header & 0x02) return obu;
  const start = header & 0x04 ? 2 : 1;
  const size: number[] = [];
  for (let left = obu.byteLength - start; ; left >>= 7) {
    size.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    if (left <= 0x7f) break;
  }
  const head = Buffer.from(obu.subarray(0, start));
  head[0] = header | 0x02;
  return Buffer.concat([head, Buffer.from(size), obu.subarray(start)]);
}

/** OBUs that each have their size: type and payload. */
export function obus(frame: Buffer): { readonly type: number; readonly payload: Buffer }[] {
  const found: { type: number; payload: Buffer }[] = [];
  for (let at = 0; at < frame.byteLength; ) {
    const header = frame.readUInt8(at);
    const [length, start] = leb128(frame, at + (header & 0x04 ? 2 : 1));
    found.push({ type: (header >> 3) & 0x0f, payload: frame.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}

/** @returns the number at `at` and where it ends */
function leb128(bytes: Buffer, at: number): [number, number] {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[at + i] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return [value, at + i + 1];
  }
  return [value, at + 5];
}
