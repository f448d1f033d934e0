import type { Bytes } from '../bytes.ts';
import { buildRed, parseRed, type RedBlock } from './red.ts';

/** What became of one block. */
export type OpenedBlock =
  | { readonly ok: true; readonly frame: Uint8Array }
  /** `duplicate`: opened before, as it should be with a block that repeats an earlier one. */
  | { readonly ok: false; readonly duplicate: boolean };

export interface OpenedRed<T> {
  /** The payload for the decoder; undefined when there is nothing new in it. */
  readonly payload: Bytes | undefined;
  /** What became of the newest block. */
  readonly primary: T;
  /** What became of each block, and how much earlier than the packet it belongs, in ticks; the newest is the last. */
  readonly blocks: readonly { readonly timestampOffset: number; readonly result: T }[];
}

/**
 * Opens each block of a RED payload on its own. A block that repeats what was opened before is left out; where the
 * newest one does not open, silence stands in its place.
 *
 * @param authenticate the first step of opening one block, with the second as its result; all blocks are begun before
 *     anything is awaited
 * @param silence what a decoder gets in place of a block that does not open
 * @returns the second step, to be called in the order of the payloads; undefined when this is no RED payload
 */
export async function authenticateRed<T extends OpenedBlock>(
  payload: Uint8Array,
  authenticate: (block: Uint8Array, timestampOffset: number) => Promise<() => T>,
  silence: (block: Uint8Array) => Bytes,
): Promise<(() => OpenedRed<T>) | undefined> {
  const blocks = parseRed(payload);
  const newest = blocks?.at(-1);
  if (!blocks || !newest) return undefined;
  const steps = await Promise.all(blocks.map(({ data, timestampOffset }) => authenticate(data, timestampOffset)));
  return () => {
    const settled = steps.map((accept, i) => ({ timestampOffset: blocks[i]?.timestampOffset ?? 0, result: accept() }));
    const primary = settled.at(-1)?.result as T;
    const opened: RedBlock[] = [];
    settled.forEach(({ result }, i) => {
      const block = blocks[i];
      if (block && block !== newest && result.ok) opened.push({ ...block, data: result.frame });
    });
    if (!primary.ok && primary.duplicate && opened.length === 0)
      return { payload: undefined, primary, blocks: settled };
    opened.push({ ...newest, data: primary.ok ? primary.frame : silence(newest.data) });
    return { payload: buildRed(opened), primary, blocks: settled };
  };
}
