/** What LiveKit's E2EE worker is told before its first frame: its own default options, but for a key that all share. */
export const IDENTITY = 'member';

export interface LivekitMessage {
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export async function beginnings(): Promise<readonly LivekitMessage[]> {
  const usages: KeyUsage[] = ['deriveBits', 'deriveKey'];
  const key = await crypto.subtle.importKey('raw', new Uint8Array(32).fill(7), 'HKDF', false, usages);
  const keyProviderOptions = {
    sharedKey: true,
    ratchetSalt: 'LKFrameEncryptionKey',
    ratchetWindowSize: 8,
    failureTolerance: 10,
    keyringSize: 16,
    keySize: 128,
  };
  return [
    { kind: 'init', data: { loglevel: 'silent', keyProviderOptions } },
    { kind: 'setKey', data: { key, keyIndex: 0, updateCurrentKeyIndex: true } },
    { kind: 'enable', data: { enabled: true, participantIdentity: IDENTITY } },
  ];
}
