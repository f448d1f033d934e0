/** The first bytes of every piece, whatever its version. */
export const MAGIC = [0xc5, 0xea] as const;

export function beginsAsPiece(bytes: Uint8Array): boolean {
  return bytes[0] === MAGIC[0] && bytes[1] === MAGIC[1];
}
