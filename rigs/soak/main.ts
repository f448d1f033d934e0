/**
 * `npm run soak`: a long call in which something changes every few seconds: people leave and come, keys change, slots
 * turn. Says over time what it takes and what is said of it. Exit code 1 where that grows, or a word is false.
 */
import '../../scripts/test-build.ts';

import { parseArgs } from 'node:util';
import { writeMade } from '../../scripts/markdown.ts';
import { launch } from '../../test/support/browsers.ts';
import { startSite } from '../../test/support/site.ts';
import { soakFaults } from './judge.ts';
import { CHANGES, Party } from './party.ts';
import { falseWord, type Sample, sampleOf } from './sample.ts';
import { soakTable } from './table.ts';

const HELP = `npm run soak -- [options]

  --minutes N   how long (60)
  --write       put the table into docs/soak.md
  --help        print this text`;

const CHANGE_MS = 6_000;
const ROWS = 12;

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '60' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error('--minutes takes a number above 0.');
  const site = await startSite();
  const clients = [
    await launch('chromium', { extension: 'test', args: ['--allow-loopback-in-peer-connection'] }),
    await launch('firefox', { extension: 'test', prefs: { 'media.peerconnection.ice.loopback': true } }),
  ];
  const samples: Sample[] = [];
  const faults: string[] = [];
  let changes = 0;
  try {
    const party = await Party.start(clients, site.port);
    const begin = Date.now();
    const elapsed = (): number => (Date.now() - begin) / 60_000;
    while (elapsed() < minutes) {
      const change = CHANGES[changes++ % CHANGES.length] ?? 'mute';
      const what = await party.change(change);
      faults.push(...(await party.settled()).map((fault) => `minute ${elapsed().toFixed(1)}, ${what}: ${fault}`));
      for (const { name, participant } of party.members) {
        const said = await falseWord(participant);
        if (said !== '') faults.push(`minute ${elapsed().toFixed(1)}, ${what}: ${name} ${said}`);
      }
      await new Promise((resolve) => setTimeout(resolve, CHANGE_MS));
      const taken = samples.length / party.members.length;
      if (elapsed() < (taken * minutes) / ROWS) continue;
      const row = await Promise.all(party.members.map((member) => sampleOf(member, elapsed())));
      samples.push(...row);
      console.error(JSON.stringify(row));
    }
  } finally {
    for (const client of clients) await client.close();
    await site.close();
  }
  faults.push(...soakFaults(samples));
  const versions = `${minutes} minutes, ${changes} changes, ${new Date().toISOString().slice(0, 10)}.`;
  const text = [versions, soakTable(samples), ...faults.map((fault) => `- ${fault}`)].join('\n\n');
  console.log(`\n${text}`);
  if (values.write) writeMade('docs/soak.md', 'npm run soak', text);
  if (faults.length > 0) process.exitCode = 1;
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
}
