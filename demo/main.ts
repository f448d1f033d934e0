/** `npm start`: plays a call with two members and an outsider, and shows what each of them and the server get. */
import '../scripts/test-build.ts';
import { relative } from 'node:path';
import { untilClosed, waitingParties } from './by-hand.ts';
import { playCall } from './call.ts';
import { claimsOf } from './claims.ts';
import { findChromium } from './find-chromium.ts';
import { HELP, hasDesktop, type Options, parseOptions } from './options.ts';
import type { Party } from './party.ts';
import { drawProof } from './picture.ts';
import { type Service, startService } from './service.ts';

async function run(options: Options): Promise<boolean> {
  const { off, json, keepOpen, byHand, seconds } = options;
  const say = (line: string): void => (json ? console.error(line) : console.log(line));
  findChromium();
  if ((keepOpen || byHand) && !hasDesktop()) {
    throw new Error('Showing windows needs a desktop: neither DISPLAY nor WAYLAND_DISPLAY is set.');
  }
  if (byHand) return runByHand(say);
  say(
    `Callseal demo: a call between Ada and Bo with an outsider in it, ${off ? 'NOT protected (control)' : 'protected'}.`,
  );
  return withService(async (service, parties) => {
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
      await untilClosed(parties);
    }
    return ok;
  });
}

/** A call in which nothing is done for the user: for reviewers, and for whoever wants to see it for himself. */
async function runByHand(say: (line: string) => void): Promise<boolean> {
  return withService(async (service, parties) => {
    await waitingParties(service, parties);
    say("Three windows are open before the same call: Ada's and Bo's with Callseal, the outsider's without.");
    say('store-assets/reviewers.md says what to try. Close the windows or press Ctrl+C to end.');
    await untilClosed(parties);
    return true;
  });
}

/** @param act puts everybody whose browser it opens among `parties`, also before a failure: they are closed behind it */
async function withService(act: (service: Service, parties: Party[]) => Promise<boolean>): Promise<boolean> {
  const service = await startService();
  const parties: Party[] = [];
  try {
    return await act(service, parties);
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
