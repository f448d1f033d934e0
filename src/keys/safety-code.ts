import { type Bytes, readBigEndian, utf8 } from '../bytes.ts';
import { hkdfSha512 } from '../hkdf.ts';
import type { CallSecret } from './call-secret.ts';
import { linkAt } from './chain.ts';
import { EMOJI } from './emoji.ts';

/** The same for everybody who has the same call secret. Either form is enough to compare. */
export interface SafetyCode {
  /** 20 decimal digits: 66 bits. */
  readonly digits: string;
  /** 10 indices into EMOJI: 65.8 bits. */
  readonly emoji: readonly number[];
}

const DIGITS = 20;
const PICTURES = 10;

/**
 * The safety code of a call secret. That of a chain is made of its last link, which every holder can work out whenever
 * he got the chain, and nobody can work back from. It takes a passphrase's scrypt to test a guess against a code.
 */
export async function safetyCode(secret: CallSecret): Promise<SafetyCode> {
  const root = secret.kind === 'chain' ? linkAt(secret, secret.end) : secret.key.slice();
  const material = await hkdfSha512(await importRoot(root), utf8('callseal v1 safety code'));
  root.fill(0);
  // Two halves of 16 bytes: what is left over by the division weighs nothing against 2^128.
  const [forDigits, forEmoji] = [readBigEndian(material, 0, 16), readBigEndian(material, 16, 16)];
  return {
    digits: (forDigits % 10n ** BigInt(DIGITS)).toString().padStart(DIGITS, '0'),
    // Digits of base 96, the least significant last.
    emoji: Array.from({ length: PICTURES }, (_, index) =>
      Number((forEmoji / BigInt(EMOJI.length) ** BigInt(PICTURES - 1 - index)) % BigInt(EMOJI.length)),
    ),
  };
}

function importRoot(root: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', root, 'HKDF', false, ['deriveBits']);
}
