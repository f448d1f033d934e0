import { type Zippable, zipSync } from 'fflate';

/** A zip has local time without a zone, so this is the same moment's text on every machine. It holds none before 1980. */
const MODIFIED = new Date(2020, 0, 1);
/** A plain file, readable by all, as Unix says it in the upper half of its attributes. */
const UNIX = 3;
const PLAIN_FILE = 0o100644 << 16;

/**
 * A zip whose bytes depend on names and contents alone: entries in the order of their names, one time for all, no
 * permissions, and a deflate in script that no machine's zlib has a part in.
 *
 * @param files contents by their path, with forward slashes
 */
export function zip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries: Zippable = {};
  for (const path of [...files.keys()].sort(byCodeUnits)) {
    const options = { level: 9, mtime: MODIFIED, os: UNIX, attrs: PLAIN_FILE } as const;
    entries[path] = [files.get(path) ?? new Uint8Array(), options];
  }
  return zipSync(entries);
}

/** Not by the machine's language. */
function byCodeUnits(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
