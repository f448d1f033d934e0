import { createDecipheriv, scryptSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { newVaultKey, openVault, type RememberedKey, sealVault, type Vault, type VaultKey, vaultKey } from './vault.ts';

const PASSPHRASE = 'unicorn tulip reprint abacus zoom yogurt';
const KEYS: readonly RememberedKey[] = [
  {
    service: 'meet',
    meeting: 'abc-defg-hij',
    callSecret: { kind: 'passphrase', key: 'c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3I=' },
    passphrase: 'abacus zoom yogurt unicorn tulip reprint',
    code: '01234567890123456789',
  },
];

let key: VaultKey;
let vault: Vault;
beforeAll(async () => {
  key = await newVaultKey(PASSPHRASE, false);
  vault = await sealVault(KEYS, key);
});

describe('a vault', () => {
  it('opens with its passphrase, however that is written', async () => {
    expect(await openVault(vault, await vaultKey('Unicorn-TULIP reprint abacus  zoom yogurt!', vault))).toEqual(KEYS);
  });

  it('opens with nothing else', async () => {
    expect(await openVault(vault, await vaultKey('another passphrase', vault))).toBeUndefined();
    expect(await openVault({ ...vault, iv: Buffer.alloc(12).toString('base64') }, key)).toBeUndefined();
    expect(await openVault({ ...vault, sealed: `AA${vault.sealed.slice(2)}` }, key)).toBeUndefined();
    expect(await openVault(vault, { ...key, salt: new Uint8Array(16) })).toBeUndefined();
    expect(await openVault({ ...vault, sealed: 'no base64' }, key)).toBeUndefined();
  });

  it('is what node:crypto makes of the description', () => {
    const salt = Buffer.concat([Buffer.from('callseal v1 vault'), Buffer.from(vault.salt, 'base64')]);
    const options = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };
    const secret = scryptSync('unicorntulipreprintabacuszoomyogurt', salt, 32, options);
    const sealed = Buffer.from(vault.sealed, 'base64');
    const cipher = createDecipheriv('aes-256-gcm', secret, Buffer.from(vault.iv, 'base64'))
      .setAAD(salt)
      .setAuthTag(sealed.subarray(-16));
    const opened = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]).toString();
    expect(JSON.parse(opened)).toEqual(KEYS);
    expect(opened.length % 1_024).toBe(0);
  });

  it('shows nothing of what is in it, not even by its size', async () => {
    const text = JSON.stringify(vault) + Buffer.from(vault.sealed, 'base64').toString('latin1');
    for (const word of ['meet', 'abc-defg', 'abacus', 'c2VjcmV0']) expect(text).not.toContain(word);
    expect((await sealVault([], key)).sealed.length).toBe(vault.sealed.length);
    expect((await sealVault(KEYS, key)).iv).not.toBe(vault.iv);
  });

  it.each([
    ['', 'empty'],
    ['hunter2', 'own-text'],
  ] as const)('is not made with the passphrase %j', async (weak, reason) => {
    await expect(newVaultKey(weak, false)).rejects.toMatchObject({ name: 'PassphraseError', reason });
  });
});
