import { type Bytes, concat } from '../../src/bytes.ts';
import { type Generation, KeyRing, type KeySet } from '../../src/frame/key-ring.ts';
import { Opener, type OpenResult } from '../../src/frame/opener.ts';
import type { FrameContext } from '../../src/frame/piece.ts';
import { Sealer, type SealInput, type SendStream } from '../../src/frame/sealer.ts';
import { slotSecret } from '../../src/keys/slot-secret.ts';
import { SLOT_MS, slotAt } from '../../src/slots.ts';

/** The middle of a slot: Unix time, milliseconds. */
export const NOON = 1_763_899_200_000 - (1_763_899_200_000 % SLOT_MS) + SLOT_MS / 2;
export const CALL_SECRET: Bytes = new Uint8Array(32).fill(9);
export const AUDIO: FrameContext = { kind: 'audio', codec: 'opus', isKey: false };
export const KEY: FrameContext = { kind: 'video', codec: 'vp8', isKey: true };
export const DELTA: FrameContext = { kind: 'video', codec: 'vp8', isKey: false };

/** A member for tests: key ring, sealer and opener of one worker. */
export class Member {
  readonly ring = new KeyRing();
  readonly sealer: Sealer;
  readonly opener: Opener;
  #last: [number, Bytes, Generation] | undefined;

  constructor(draw?: () => bigint) {
    this.sealer = draw ? new Sealer(this.ring, draw) : new Sealer(this.ring);
    this.opener = new Opener(this.ring, this.sealer);
  }

  /** Gives the secrets of the slots around `nowMs`, and those of the secret before it, as the background does. */
  async keys(nowMs: number, secret: Bytes = CALL_SECRET, generation: Generation = 0): Promise<this> {
    const former = this.#last && this.#last[2] !== generation ? [await keySet(...this.#last, Infinity)] : [];
    await this.ring.take([await keySet(nowMs, secret, generation), ...former]);
    this.#last = [nowMs, secret, generation];
    return this;
  }

  /** Opens a piece and says 'opened' or the failure. */
  async open(context: FrameContext, piece: Uint8Array, nowMs = NOON): Promise<string> {
    return outcome(await this.opener.open({ ...context, piece, nowMs }));
  }
}

/** The secrets of the slots around `nowMs`. */
export async function keySet(
  nowMs: number,
  secret: Bytes = CALL_SECRET,
  generation: Generation = 0,
  until: number | null = null,
): Promise<KeySet> {
  const slot = slotAt(nowMs);
  const slots = [slot - 1, slot, slot + 1].map(async (s) => ({ slot: s, secret: await slotSecret(secret, s) }));
  return {
    id: `${generation}/${secret[0]}`,
    generation,
    until,
    seals: until === null,
    slots: await Promise.all(slots),
  };
}

export function outcome(result: OpenResult): string {
  return result.ok ? 'opened' : result.failure;
}

/** Seals a frame of 100 bytes, or throws the failure. */
export async function sealed(stream: SendStream, context: FrameContext, more: Partial<SealInput> = {}) {
  const result = await stream.seal({ ...context, frame: new Uint8Array(100).fill(0x2a), nowMs: NOON, ...more });
  if (!result.ok) throw new Error(result.failure);
  return { ...result, piece: concat(result.head, new Uint8Array(result.sealed)) };
}
