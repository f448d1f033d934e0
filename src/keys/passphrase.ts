import { scryptAsync } from '@noble/hashes/scrypt.js';
import { type Bytes, concat, utf8 } from '../bytes.ts';
import { type CallId, encodeCallId } from './call-id.ts';
import { isDrawn } from './drawn-words.ts';
import { normalise } from './normalise.ts';

/**
 * empty           there is no letter or digit in it
 * needs-generated text of one's own where only drawn words are safe
 * own-text        text of one's own, which was not measured and confirmed
 */
export type PassphraseFailure = 'empty' | 'needs-generated' | 'own-text';

/** Why a passphrase is not taken. The text never contains it. */
export class PassphraseError extends Error {
  readonly reason: PassphraseFailure;

  constructor(reason: PassphraseFailure) {
    super(
      {
        empty: 'The passphrase has no letters or digits. Type one, or let Callseal make one.',
        'needs-generated':
          'This service gives no meeting id that all participants share, so only words made by Callseal are safe here.',
        'own-text': 'These are not words made by Callseal. Let Callseal make some, or confirm text of your own.',
      }[reason],
    );
    this.name = 'PassphraseError';
    this.reason = reason;
  }
}

/**
 * Says why a passphrase must not be used, before any key is made of it.
 *
 * @param measured the text was found to have the bits that are needed; drawn words need not be measured
 * @throws PassphraseError
 */
export function checkPassphrase(passphrase: string, { meeting }: CallId, measured: boolean): void {
  if (normalise(passphrase) === '') throw new PassphraseError('empty');
  if (isDrawn(passphrase)) return;
  // A constant salt would let one precomputation serve against all calls, so no free text without a shared id.
  if (meeting === '') throw new PassphraseError('needs-generated');
  if (!measured) throw new PassphraseError('own-text');
}

/** The salt: label, service id and meeting id, the latter two each behind their length as 16 bits. */
export function passphraseSalt(name: CallId): Bytes {
  return concat(utf8('callseal v1'), encodeCallId(name));
}

/**
 * The call secret of a passphrase: scrypt (RFC 7914) with N = 2^17, r = 8, p = 1 over its normalised form.
 *
 * @param measured as in `checkPassphrase`
 * @returns 32 bytes, about a second later
 * @throws PassphraseError when it is empty, not drawn and not measured, or not drawn where only drawn words are safe
 */
export async function callSecretFromPassphrase(passphrase: string, name: CallId, measured = false): Promise<Bytes> {
  checkPassphrase(passphrase, name, measured);
  const normalised = utf8(normalise(passphrase));
  const options = { N: 2 ** 17, r: 8, p: 1, dkLen: 32 };
  try {
    return (await scryptAsync(normalised, passphraseSalt(name), options)) as Bytes;
  } finally {
    normalised.fill(0);
  }
}
