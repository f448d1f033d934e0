/** Bits that text of one's own needs: the service holds ciphertext, and may test guesses on it for years. */
export const NEEDED_BITS = 60;
