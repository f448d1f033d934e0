/** What the preparation of an AV1 cover needs of the AV1 Bitstream & Decoding Process Specification. */
import { BitReader } from './bit-reader.ts';

/** obu_type (section 6.2.2). */
export const OBU = { sequenceHeader: 1, frame: 6 } as const;

const INTER_FRAME = 1;

/**
 * The one OBU of a type in a temporal unit, header included.
 *
 * @param unit OBUs of at most 16,383 bytes with their sizes and without extensions, as libaom writes them
 * @throws Error when there is none
 */
export function obuOf(type: number, unit: Uint8Array): Uint8Array {
  for (let offset = 0; offset < unit.byteLength; ) {
    const [header = 0, low = 0, high = 0] = unit.subarray(offset);
    const [size, sizeBytes] = low < 0x80 ? [low, 1] : [(low & 0x7f) | (high << 7), 2];
    const end = offset + 1 + sizeBytes + size;
    if (header >> 3 === type) return unit.subarray(offset, end);
    offset = end;
  }
  throw new Error(`no OBU of type ${type}`);
}

/**
 * An inter frame that is the same but refreshes no reference (section 5.9.2).
 *
 * @param frame its OBU, of at most 127 bytes
 * @param sequence the OBU of its sequence header
 * @throws Error when the frame is none that is shown and of its sequence's size, or is error resilient
 */
export function withoutRefresh(frame: Uint8Array, sequence: Uint8Array): Uint8Array {
  const screenContent = readsScreenContent(payload(sequence));
  const bits = new BitReader(payload(frame));
  require(bits.read(1) === 0 && bits.read(2) === INTER_FRAME, 'an inter frame');
  require(bits.read(1) === 1 && bits.read(1) === 0, 'shown and not error resilient');
  bits.skip(1); // whether probabilities adapt
  if (screenContent && bits.read(1) === 1) bits.skip(1); // whether motion vectors are whole
  require(bits.read(1) === 0, "of its sequence's size");
  bits.skip(3); // whose probabilities it takes
  const result = frame.slice();
  const flags = (frame.byteLength - payload(frame).byteLength) * 8 + bits.position();
  for (let bit = flags; bit < flags + 8; bit++) {
    result[bit >> 3] = (result[bit >> 3] ?? 0) & ~(0x80 >> (bit & 7));
  }
  return result;
}

/**
 * Whether frame headers of a sequence say if there are tools for screens (section 5.5.1).
 *
 * @throws Error when frame headers would have something else before their refresh flags
 */
function readsScreenContent(sequence: Uint8Array): boolean {
  const bits = new BitReader(sequence);
  bits.skip(3); // profile
  require(bits.read(1) === 0 && bits.read(1) === 0, 'of a moving picture');
  require(bits.read(1) === 0 && bits.read(1) === 0 && bits.read(5) === 0, 'without timing and operating points');
  bits.skip(12);
  if (bits.read(5) > 7) bits.skip(1); // level and tier
  const [widthBits, heightBits] = [bits.read(4) + 1, bits.read(4) + 1];
  bits.skip(widthBits + heightBits);
  require(bits.read(1) === 0, 'without frame ids');
  bits.skip(3 + 4); // tools
  require(bits.read(1) === 0, 'without order hints');
  if (bits.read(1) === 0 && bits.read(1) === 0) return false;
  require(bits.read(1) === 1, 'of a sequence that leaves whole motion vectors to its frames');
  return true;
}

/** @param obu with a size of one byte */
function payload(obu: Uint8Array): Uint8Array {
  require((obu[1] ?? 0xff) < 0x80, 'short');
  return obu.subarray(2);
}

function require(condition: boolean, what: string): void {
  if (!condition) throw new Error(`the AV1 frame is not ${what}`);
}
