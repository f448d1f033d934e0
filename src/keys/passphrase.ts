import { scryptAsync } from '@noble/hashes/scrypt.js';
import { type Bytes, concat, utf8 } from '../bytes.ts';
import { type CallName, encodeCallName } from './call-name.ts';
import { normalise } from './normalise.ts';
import { estimateBits, isGeneratedLike, NEEDED_BITS } from './strength.ts';

/** Why a passphrase is not taken. The text never contains it. */
export class PassphraseError extends Error {
  readonly reason: 'empty' | 'weak' | 'needs-generated';
  /** The estimate of its strength. */
  readonly bits: number;
  /** What typed text needs. */
  readonly needed = NEEDED_BITS;

  constructor(reason: PassphraseError['reason'], bits: number) {
    super(
      {
        empty: 'The passphrase has no letters or digits. Type one, or let Callseal make one.',
        weak: `The passphrase is too easy to guess: about ${Math.floor(bits)} of the ${NEEDED_BITS} bits it needs. Add words, or let Callseal make one.`,
        'needs-generated':
          'This service gives no meeting id that all participants share, so only six words made by Callseal are safe here.',
      }[reason],
    );
    this.name = 'PassphraseError';
    this.reason = reason;
    this.bits = bits;
  }
}

/**
 * Says why a passphrase must not be used, before any key is made of it.
 *
 * @throws PassphraseError
 */
export function checkPassphrase(passphrase: string, { meeting }: CallName): void {
  if (normalise(passphrase) === '') throw new PassphraseError('empty', 0);
  if (isGeneratedLike(passphrase)) return;
  const bits = estimateBits(passphrase);
  // A constant salt would let one precomputation serve against all calls, so no free text without a shared id.
  if (meeting === '') throw new PassphraseError('needs-generated', bits);
  if (bits < NEEDED_BITS) throw new PassphraseError('weak', bits);
}

/** The salt: label, service id and meeting id, the latter two each behind their length as 16 bits. */
export function passphraseSalt(name: CallName): Bytes {
  return concat(utf8('callseal v1'), encodeCallName(name));
}

/**
 * The call secret of a passphrase: scrypt (RFC 7914) with N = 2^17, r = 8, p = 1 over its normalised form.
 *
 * @returns 32 bytes, about a second later
 * @throws PassphraseError when it is empty, too weak, or free text where only generated words are safe
 */
export async function callSecretFromPassphrase(passphrase: string, name: CallName): Promise<Bytes> {
  checkPassphrase(passphrase, name);
  const normalised = utf8(normalise(passphrase));
  const options = { N: 2 ** 17, r: 8, p: 1, dkLen: 32 };
  try {
    return (await scryptAsync(normalised, passphraseSalt(name), options)) as Bytes;
  } finally {
    normalised.fill(0);
  }
}
