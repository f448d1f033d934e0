/** Writes docs/codecs.md from what was measured. Measurements are kept, so that rows can be measured one by one. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { markdown } from '../../scripts/markdown.ts';
import { IMPOSSIBLE, impossible } from './impossible.ts';
import { type Cell, type Medium, type Path, PICTURES, SOUNDS } from './media.ts';
import { BROWSERS } from './participants.ts';
import { PATHS } from './scenes.ts';
import type { Finding } from './session.ts';

const KEPT = new URL('../../test-output/matrix.json', import.meta.url);
const PAGE = new URL('../../docs/codecs.md', import.meta.url);
/** Figures in the page stand between these; the rest of it is written by hand. */
const BEGIN = '<!-- npm run matrix: -->';
const END = '<!-- end -->';

type Kept = Record<string, Record<string, { readonly figures: string; readonly holds: boolean }>>;

export function keep(findings: readonly Finding[]): void {
  const kept = read();
  for (const { cell, at, figures, shortfalls } of findings) {
    const key = keyOf(cell);
    kept[key] = { ...kept[key], [at]: { figures, holds: shortfalls.length === 0 } };
  }
  mkdirSync(new URL('.', KEPT), { recursive: true });
  writeFileSync(KEPT, JSON.stringify(kept, undefined, 1));
}

export function writeTable(): void {
  const page = readFileSync(PAGE, 'utf8');
  const before = page.slice(0, page.indexOf(BEGIN) + BEGIN.length);
  const after = page.slice(page.indexOf(END));
  writeFileSync(PAGE, `${before}\n\n${tables(read())}\n${after}`);
}

function read(): Kept {
  try {
    return JSON.parse(readFileSync(KEPT, 'utf8')) as Kept;
  } catch {
    return {}; // nothing was measured yet
  }
}

function tables(kept: Kept): string {
  const sections = PATHS.map((path) => [path === 'direct' ? 'Directly' : 'Through Janus', table(path, kept)]);
  const reasons = IMPOSSIBLE.map(({ reason }, i) => `${i + 1}. ${reason}\n`).join('');
  sections.push(['Not possible here', `Each of these has a probe that fails when it becomes possible.\n\n${reasons}`]);
  const reasonsOf = (why: 'uncovered' | 'unsteady'): string =>
    PICTURES.flatMap((picture) =>
      picture[why] ? [`- ${picture.codec} ${picture.shape}: ${picture[why]}\n`] : [],
    ).join('');
  sections.push(['Without a claim for the lock card', reasonsOf('uncovered')]);
  sections.push(['Without a claim for what is drawn', reasonsOf('unsteady')]);
  return sections.map(([title, text]) => `## ${title}\n\n${text}`).join('\n');
}

function table(path: Path, kept: Kept): string {
  const ways = BROWSERS.flatMap((from) => BROWSERS.map((to) => ({ from, to })));
  const head = ['codec', 'shape', ...ways.map(({ from, to }) => `${titled(from)} → ${titled(to)}`)];
  if (path === 'Janus') head.push('at the server');
  const rows = [...PICTURES, ...SOUNDS]
    .filter((medium) => medium.paths.includes(path))
    .map((medium) => {
      const cells = ways.map((way) => cellText({ medium, path, ...way }, kept));
      return [medium.codec, medium.shape, ...cells, ...(path === 'Janus' ? [serverText(medium, kept)] : [])];
    });
  return `${markdown(head, rows)}\n`;
}

function cellText(cell: Cell, kept: Kept): string {
  const why = impossible(cell);
  if (why) return `no (${IMPOSSIBLE.indexOf(why) + 1})`;
  const { member, outsider } = kept[keyOf(cell)] ?? {};
  if (!member || !outsider) return '_open_';
  if (!member.holds || !outsider.holds) return '**fails**';
  return `${member.figures}; ${outsider.figures}`;
}

function serverText(medium: Medium, kept: Kept): string {
  const all = BROWSERS.flatMap((from) => Object.entries(kept[keyOf({ medium, path: 'Janus', from, to: from })] ?? {}));
  return all
    .flatMap(([at, { figures, holds }]) => (at.startsWith('server') ? [holds ? figures : '**fails**'] : []))
    .join('; ');
}

function keyOf({ medium, path, from, to }: Cell): string {
  return [medium.codec, medium.shape, path, from, to].join(', ');
}

function titled(name: string): string {
  return name === 'chromium' ? 'Chromium' : 'Firefox';
}
