/** `npm start`: plays a call with two members and an outsider, and shows what each of them and the server get. */
import { relative } from 'node:path';
import { playCall } from './call.ts';
import { claimsOf } from './claims.ts';
import { findChromium } from './find-chromium.ts';
import { HELP, hasDesktop, type Options, parseOptions } from './options.ts';
import type { Party } from './party.ts';
import { drawProof } from './picture.ts';
import { startService } from './service.ts';

async function run(options: Options): Promise<boolean> {
  const { off, json, keepOpen, seconds } = options;
  const say = (line: string): void => (json ? console.error(line) : console.log(line));
  findChromium();
  if (keepOpen && !hasDesktop()) {
    throw new Error('--keep-open shows windows, and that needs a desktop: neither DISPLAY nor WAYLAND_DISPLAY is set.');
  }
  say(
    `Callseal demo: a call between Ada and Bo with an outsider in it, ${off ? 'NOT protected (control)' : 'protected'}.`,
  );
  const service = await startService();
  const parties: Party[] = [];
  try {
    const { figures, screens } = await playCall(service, parties, { off, headed: keepOpen, seconds, say });
    const claims = claimsOf(figures);
    const ok = claims.every(({ pass }) => pass);
    const title = off ? 'The same call without Callseal (control)' : 'A call sealed by Callseal';
    const outsider = parties.find(({ name }) => name === 'Outsider');
    const picture = outsider && (await drawProof(outsider.client.browser, title, screens, claims));
    say('');
    for (const { text, figure, pass } of claims) say(`${pass ? 'pass' : 'FAIL'}  ${text}: ${figure}`);
    say('');
    say(verdict(off, ok));
    if (picture) say(`Picture: ${relative(process.cwd(), picture)}`);
    if (json) console.log(JSON.stringify({ ok, ...figures, claims }, null, 2));
    if (keepOpen) {
      say('The windows stay open. Press Ctrl+C to end.');
      await Promise.all(
        parties.map(({ client }) => new Promise((resolve) => client.browser.once('disconnected', resolve))),
      );
    }
    return ok;
  } finally {
    for (const party of parties) await party.close().catch(() => undefined); // its window was closed by hand
    await service.close();
  }
}

function verdict(off: boolean, ok: boolean): string {
  if (!ok) return 'At least one claim FAILED.';
  if (off) return 'Without protection the server holds the call in clear, and the search finds it there.';
  return 'The members see and hear each other. The outsider and the server get nothing but locks and ciphertext.';
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else process.exitCode = (await run(options)) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
