/**
 * The one form of a passphrase that keys are made of: compatibility decomposition (NFKD), marks dropped, lower case,
 * and only letters and digits kept. So it does not matter how two people write case, spaces, dashes and accents.
 */
export function normalise(passphrase: string): string {
  return passphrase
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .normalize('NFKD') // lower case may bring new marks, as of the dotted capital I
    .replace(/ς/g, 'σ') // the sigma at a word's end depends on where the spaces are
    .replace(/[^\p{L}\p{Nd}]/gu, '');
}
