import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second, on every system that Linux runs on today. */
const TICK_MS = 10;

/**
 * Processor time that a process and all below it have taken: milliseconds. Undefined where there is no Linux to tell.
 *
 * @param root a browser is many processes; this is the first
 */
export function cpuMsOf(root: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(read);
  const members = new Set([root]);
  // A child may stand before its parent.
  for (let before = 0; before !== members.size; ) {
    before = members.size;
    for (const { pid, parent } of processes) if (members.has(parent)) members.add(pid);
  }
  return processes.filter(({ pid }) => members.has(pid)).reduce((sum, { ticks }) => sum + ticks, 0) * TICK_MS;
}

function read(pid: string): { pid: number; parent: number; ticks: number }[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name stands in brackets, and may hold anything.
    const [, parent, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Here the list begins with the process group; user and system time are fields 14 and 15 of proc(5).
    return [{ pid: Number(pid), parent: Number(parent), ticks: Number(fields[9]) + Number(fields[10]) }];
  } catch {
    return []; // it has just ended
  }
}
