/** The tables of docs/field.md. */
import { markdown } from '../../scripts/markdown.ts';
import type { Row } from './call.ts';
import type { Held } from './server-view.ts';

/** @param about what it was run with, in one line */
export function fieldTables(about: string, rows: readonly Row[], held: readonly Held[]): string {
  const faults = rows.flatMap(({ step, faults: all }) => all.map((fault) => `- ${step}: ${fault}`));
  return [
    about,
    '**The call**, step by step: what all members find, of what there is.',
    markdown(
      ['step', 'popup', 'members', 'seen', 'heard', 'badges', 'outsider', 'warnings', 'no answer', 'settled in'],
      rows.map((row) => [
        row.step,
        row.words,
        row.members,
        row.seen,
        row.heard,
        row.badges,
        row.outsider,
        row.warnings,
        String(row.silent),
        `${row.seconds.toFixed(0)} s`,
      ]),
    ),
    '**At the server**, frames by who sent them:',
    markdown(
      ['who', 'codec', 'sealed', 'clear', "blank, the server's own"],
      held.map(({ person, codec, sealed, clear, blank }) => [
        person,
        codec,
        ...[sealed, clear, blank].map((n) => n.toLocaleString('en')),
      ]),
    ),
    faults.length === 0 ? 'No false word.' : `**False:**\n\n${faults.join('\n')}`,
  ].join('\n\n');
}
