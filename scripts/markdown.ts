/** Tables in documents, and documents that commands write in part. */
import { readFileSync, writeFileSync } from 'node:fs';

const END = '<!-- The end of what is made. -->';

/** A table as the formatter of the project leaves it. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/**
 * A document with what a command made between the two marks, in place of what it made before.
 *
 * @throws when the document has no such marks
 */
export function withMade(document: string, command: string, made: string): string {
  const begin = `<!-- Made by ${command}. -->`;
  const [start, end] = [document.indexOf(begin), document.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`The document has no place for what ${command} makes.`);
  return `${document.slice(0, start)}${begin}\n\n${made}\n\n${document.slice(end)}`;
}

/** The same in a file of this project. */
export function writeMade(file: string, command: string, made: string): void {
  const path = new URL(`../${file}`, import.meta.url);
  writeFileSync(path, withMade(readFileSync(path, 'utf8'), command, made));
}
