/** The page's world never sees a key, a secret, the channel or a handle to the worker, whatever it replaces. */
import { expect, it } from 'vitest';
import { encodeBase64 } from '../../src/base64.ts';
import { callSecretFromPassphrase } from '../../src/keys/passphrase.ts';
import { slotSecret } from '../../src/keys/slot-secret.ts';
import { slotAt } from '../../src/slots.ts';
import { atServer, PASSPHRASE, Stage, sealedAtServer } from '../support/stage.ts';

const stage = new Stage();

declare const spy: {
  readonly seen: Set<string>;
  readonly events: string[];
  readonly frames: { readonly name: string; readonly shadow: boolean; readonly windows: number }[];
  note(value: unknown): void;
  found(needle: string): boolean;
};

/** Every form in which the secrets of this call could show up in a page. */
async function forms(): Promise<string[]> {
  const secret = await callSecretFromPassphrase(PASSPHRASE, { service: 'localhost', meeting: '/meeting' });
  const now = slotAt(Date.now());
  const slots = await Promise.all([now - 2, now - 1, now, now + 1, now + 2].map((slot) => slotSecret(secret, slot)));
  return [secret, ...slots]
    .flatMap((bytes) => [encodeBase64(bytes), Buffer.from(bytes).toString('hex'), String.fromCharCode(...bytes)])
    .concat(PASSPHRASE, PASSPHRASE.replaceAll(' ', ''));
}

it.each(['chromium', 'firefox'] as const)('%s', async (browser) => {
  const site = await stage.site({ page: 'hostile.html' });
  const room = await stage.janus.createRoom();
  const member = await stage.open(browser, site);
  await member.protect(PASSPHRASE, 'typed');
  await member.page.reload(); // protection on from the first script
  await member.join({
    port: stage.janus.port,
    id: room.id,
    name: 'ada',
    video: browser === 'firefox' ? 'canvas' : 'camera',
  });
  await sealedAtServer(room, 100);
  await member.until(({ state }) => state === 'sealed');

  const needles = await forms();
  const result = await member.page.evaluate(
    (wanted) => ({
      seen: spy.seen.size,
      // It does see the page's own calls.
      own: spy.found('janus.plugin.videoroom'),
      found: wanted.filter((needle) => spy.found(needle)).length,
      handles: ['a worker handle', 'a key handle', 'the channel'].filter((handle) => spy.found(handle)),
      events: spy.events.filter((type) => type !== 'message' && type !== 'track'),
      // The helper's host is seen to come; what is in it is not.
      open: spy.frames.filter(({ shadow, windows }) => shadow || windows > 0).length,
      frames: document.querySelectorAll('iframe').length + window.length,
    }),
    needles,
  );
  expect(result).toMatchObject({ found: 0, handles: [], events: [], open: 0, frames: 0, own: true });
  expect(result.seen).toBeGreaterThan(50);
  // The control: had one of them been there in any form, it would have been found.
  const control = await member.page.evaluate((wanted) => {
    for (const needle of wanted) postMessage({ at: { depth: needle } }, '*');
    return wanted.filter((needle) => spy.found(needle)).length;
  }, needles);
  expect(control).toBe(needles.length);
  // Nothing of it is stored where the page can read.
  const stored = await member.page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
  );
  // The mark names the protection by a number that was drawn for it.
  expect(stored).toMatch(/^\[\{\},\{"callseal":"on [0-9a-f]{16}"\},""\]$/);
  await stage.end();
  expect(atServer(room).clear).toBe(0);
});
