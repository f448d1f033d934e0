import type { ownTextBits } from '../src/keys/own-text.ts';

/** How strong text of one's own is, in bits. The estimator and its dictionaries are loaded when it is first asked for. */
export async function measure(...input: Parameters<typeof ownTextBits>): Promise<number> {
  const { ownTextBits: bitsOf } = await import(/* webpackChunkName: "popup/own-text" */ '../src/keys/own-text.ts');
  return bitsOf(...input);
}
