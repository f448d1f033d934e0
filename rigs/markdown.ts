/** Tables that rigs put into documents. */
import { readFileSync, writeFileSync } from 'node:fs';

const END = '<!-- The end of what is made. -->';

export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/**
 * Puts what a command made between its two marks, in place of what it made before.
 *
 * @param file in this project
 * @throws when the document has no such marks
 */
export function writeBetween(file: string, command: string, made: string): void {
  const path = new URL(`../${file}`, import.meta.url);
  const begin = `<!-- Made by ${command}. -->`;
  const text = readFileSync(path, 'utf8');
  const [start, end] = [text.indexOf(begin), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`${file} has no place for what ${command} makes.`);
  writeFileSync(path, `${text.slice(0, start)}${begin}\n\n${made}\n\n${text.slice(end)}`);
}
