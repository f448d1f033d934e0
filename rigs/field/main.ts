/**
 * `npm run field`: Callseal in a conference that nobody here wrote. LiveKit's server and LiveKit's own React conference,
 * both as they are published. Compares what the popups say with what is so. Exit code 1 on a false word or a clear frame.
 */
import '../../scripts/test-build.ts';

import { parseArgs } from 'node:util';
import { writeMade } from '../../scripts/markdown.ts';
import { launch } from '../../test/support/browsers.ts';
import { Reader } from '../../test/support/reader.ts';
import type { Row } from './call.ts';
import { buildLivekit, LIVEKIT_VERSION, Livekit, tokenFor } from './livekit.ts';
import { MEETING, PASSPHRASES, Scenes } from './scenes.ts';
import { type Held, ServerView } from './server-view.ts';
import { startFieldSite } from './site.ts';
import { fieldTables } from './table.ts';

const HELP = `npm run field -- [options]

Builds LiveKit's server with Go, once, and runs a call of LiveKit's own conference in ten minutes.

  --write   put the tables into docs/field.md
  --help    print this text`;

const CHROMIUM = ['--allow-loopback-in-peer-connection', '--auto-select-desktop-capture-source=Entire screen'];
const FIREFOX = { 'media.peerconnection.ice.loopback': true };

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return console.log(HELP);
  const ends: (() => unknown)[] = [];
  try {
    const livekit = await Livekit.start(buildLivekit());
    ends.push(() => livekit.stop());
    const site = await startFieldSite();
    ends.push(() => site.close());
    const views = await Promise.all(
      ['field', 'field-2'].map((room) => ServerView.join(livekit.address, tokenFor(room, 'recorder', true))),
    );
    ends.push(...views.map((view) => () => view.close()));
    const cast = {
      chromium: await launch('chromium', { extension: 'test', args: CHROMIUM }),
      firefox: await launch('firefox', { extension: 'test', prefs: FIREFOX }),
      outside: await launch('chromium', { args: CHROMIUM }),
      server: livekit.address,
      port: site.port,
    };
    ends.push(...[cast.chromium, cast.firefox, cast.outside].map((client) => () => client.close()));
    const scenes = new Scenes(cast, say);
    await scenes.run();
    const held = heldBy(views, Date.now());
    const versions = await Promise.all([cast.chromium, cast.firefox].map(({ browser }) => browser.version()));
    const about = `LiveKit's server ${LIVEKIT_VERSION}, ${versions.join(', ')}, ${new Date().toISOString().slice(0, 10)}.`;
    const tables = fieldTables(about, scenes.rows, held);
    console.log(`\n${tables}`);
    if (values.write) writeMade('docs/field.md', 'npm run field', tables);
    if (!isAsItOught(scenes.rows, held)) process.exitCode = 1;
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

function say({ step, faults, seconds }: Row): void {
  console.error(`${faults.length === 0 ? 'right' : 'FALSE'} after ${seconds.toFixed(0)} s: ${step}`);
  for (const fault of faults) console.error(`  ${fault}`);
}

/** The clock of the call is ahead of ours for some of it, by a slot at the most: a reader knows those around. */
function heldBy(views: readonly ServerView[], nowMs: number): Held[] {
  const readers = PASSPHRASES.flatMap((passphrase) =>
    [0, -600_000].map((shift) => new Reader(passphrase, 'localhost', MEETING, nowMs + shift)),
  );
  return views.flatMap((view, i) =>
    view.held(readers).map((held) => (i === 0 ? held : { ...held, person: `${held.person}, second call` })),
  );
}

/** No false word, no clear frame of a member, and the outsider's own were found: else the view at the server is blind. */
function isAsItOught(rows: readonly Row[], held: readonly Held[]): boolean {
  const clear = (of: (person: string) => boolean): number =>
    held.filter(({ person }) => of(person)).reduce((sum, { clear: frames }) => sum + frames, 0);
  const isOutsider = (person: string): boolean => person.startsWith('Eve');
  const sealed = held.reduce((sum, { sealed: frames }) => sum + frames, 0);
  const wrong = [
    rows.some(({ faults }) => faults.length > 0) && 'a popup says what is not so',
    clear((person) => !isOutsider(person)) > 0 && 'the server has clear frames of a member',
    clear(isOutsider) === 0 && "the server's view has not found the outsider's clear frames",
    sealed === 0 && "the server's view has found no sealed frame",
  ].filter((text) => text !== false);
  for (const text of wrong) console.error(text);
  return wrong.length === 0;
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
}
