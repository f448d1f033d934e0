/**
 * The key id of Callseal: slot mod 256 (8 bits), key hint (4), participant (48), stream (4). It names the key of one
 * sender's stream in one slot, so a receiver needs no signalling and no SSRC.
 */
export interface Kid {
  readonly slotByte: number;
  readonly hint: number;
  readonly participant: bigint;
  readonly stream: number;
}

export function packKid({ slotByte, hint, participant, stream }: Kid): bigint {
  return (BigInt(slotByte) << 56n) | (BigInt(hint) << 52n) | (participant << 4n) | BigInt(stream);
}

export function unpackKid(kid: bigint): Kid {
  return {
    slotByte: Number(kid >> 56n) & 0xff,
    hint: Number(kid >> 52n) & 0xf,
    participant: (kid >> 4n) & 0xffff_ffff_ffffn,
    stream: Number(kid & 0xfn),
  };
}

/** The last bit of a participant id: 0 in that which a worker draws first, 1 in those for its further streams. */
export function participantOf(drawn: bigint, isFurtherOne: boolean): bigint {
  return (drawn & ~1n) | (isFurtherOne ? 1n : 0n);
}

export function isFurther(participant: bigint): boolean {
  return (participant & 1n) === 1n;
}

/** What stays the same from slot to slot: participant, stream and generation. */
export function sealerOf(kid: bigint): bigint {
  return kid & ((1n << 55n) | ((1n << 52n) - 1n));
}
