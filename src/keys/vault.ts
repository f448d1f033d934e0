import { scryptAsync } from '@noble/hashes/scrypt.js';
import { decodeBase64, encodeBase64 } from '../base64.ts';
import { type Bytes, concat, utf8 } from '../bytes.ts';
import type { KeptSecret } from './call-secret.ts';
import { normalise } from './normalise.ts';
import { checkPassphrase } from './passphrase.ts';

/** The key of a meeting that the user wants to keep. */
export interface RememberedKey {
  readonly service: string;
  /** The meeting's id as this user's address shows it. */
  readonly meeting: string;
  readonly callSecret: KeptSecret;
  readonly passphrase: string | null;
  /** The digits of its safety code, to tell it from a key that came later. */
  readonly code: string;
}

/** Remembered keys as they lie on the disk: nothing is in clear, not even which meetings there are. */
export interface Vault {
  readonly version: 1;
  /** Base64, 16 bytes. */
  readonly salt: string;
  /** Base64, 12 bytes, drawn anew for every change. */
  readonly iv: string;
  /** Base64: AES-256-GCM of the keys as JSON, padded with spaces to a multiple of 1,024 bytes. */
  readonly sealed: string;
}

/** What opens a vault while the user has it unlocked: 32 bytes, and the salt they were made with. */
export interface VaultKey {
  readonly key: Bytes;
  readonly salt: Bytes;
}

const STEP = 1_024;

/**
 * The key of a new vault.
 *
 * @param measured as in `checkPassphrase`: whoever finds the disk may go on guessing
 * @throws PassphraseError when the passphrase is empty, or neither drawn nor measured
 */
export async function newVaultKey(passphrase: string, measured: boolean): Promise<VaultKey> {
  // Free text is fine, since the salt is random.
  checkPassphrase(passphrase, { service: 'callseal', meeting: 'vault' }, measured);
  return deriveKey(passphrase, crypto.getRandomValues(new Uint8Array(16)));
}

/** The key of a vault, if the passphrase is right; that only opening it shows. */
export function vaultKey(passphrase: string, { salt }: Vault): Promise<VaultKey> {
  return deriveKey(passphrase, decodeBase64(salt));
}

export async function sealVault(keys: readonly RememberedKey[], { key, salt }: VaultKey): Promise<Vault> {
  const content = utf8(JSON.stringify(keys));
  const padded = new Uint8Array(Math.ceil(content.byteLength / STEP) * STEP).fill(0x20);
  padded.set(content);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(algorithm(iv, salt), await importKey(key, 'encrypt'), padded);
  content.fill(0);
  padded.fill(0);
  return { version: 1, salt: encodeBase64(salt), iv: encodeBase64(iv), sealed: encodeBase64(new Uint8Array(sealed)) };
}

/** @returns undefined when the key is another one, or the vault was changed */
export async function openVault(vault: Vault, { key, salt }: VaultKey): Promise<RememberedKey[] | undefined> {
  try {
    const { iv, sealed } = vault;
    const opening = await importKey(key, 'decrypt');
    const content = await crypto.subtle.decrypt(algorithm(decodeBase64(iv), salt), opening, decodeBase64(sealed));
    return JSON.parse(new TextDecoder().decode(content)) as RememberedKey[];
  } catch {
    return undefined;
  }
}

/** scrypt (RFC 7914), N = 2^17, r = 8, p = 1, over the normalised passphrase, salted with 16 random bytes. */
async function deriveKey(passphrase: string, salt: Bytes): Promise<VaultKey> {
  const password = utf8(normalise(passphrase));
  try {
    const salted = concat(utf8('callseal v1 vault'), salt);
    return { key: (await scryptAsync(password, salted, { N: 2 ** 17, r: 8, p: 1, dkLen: 32 })) as Bytes, salt };
  } finally {
    password.fill(0);
  }
}

function algorithm(iv: Bytes, salt: Bytes): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: concat(utf8('callseal v1 vault'), salt) };
}

function importKey(key: Bytes, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, [usage]);
}
