import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One import or re-export of a file. */
export interface Import {
  /** A path from the root of the repository, or the name of a package. */
  readonly target: string;
  /** Types alone: nothing of the target is in the bundle. */
  readonly typesOnly: boolean;
  /** What is imported, as the target names it; '*' for all of it. */
  readonly names: readonly string[];
}

export interface Source {
  readonly path: string;
  readonly imports: readonly Import[];
  /** Values alone: a type is exported for those who read a signature. */
  readonly exports: readonly string[];
}

const FROM = /^(?:import|export)\s+(type\s+)?((?:[\w$*\s,{}]|\btype\b)*?)\s*from\s*'([^']+)'/gm;
const BARE = /^import\s*'([^']+)'/gm;
const DYNAMIC = /(?<![\w.])import\(\s*(?:'([^']+)')?/g;
const EXPORT = /^export\s+(?:async\s+)?(?:const|let|function\*?|class)\s+([\w$]+)/gm;

export function readSource(root: string, path: string): Source {
  return parseSource(path, readFileSync(join(root, path), 'utf8'));
}

/** Reads imports and exports as this project writes them: formatted, static, and relative or of a package. */
export function parseSource(path: string, text: string): Source {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const imports: Import[] = [];
  for (const [, type, clause = '', from = ''] of code.matchAll(FROM)) {
    const parts = clause.replace(/[{}]/g, ',').split(',');
    const names = parts.map((part) => part.trim()).filter((part) => part !== '');
    imports.push({
      target: resolve(path, from),
      typesOnly: type !== undefined || (names.length > 0 && names.every((name) => name.startsWith('type '))),
      names: names.map((name) => (/^\*|^[\w$]+$/.test(name) && !clause.includes('{') ? '*' : bare(name))),
    });
  }
  for (const [, from = ''] of code.matchAll(BARE)) imports.push(whole(path, from));
  // What is not spelled out cannot be looked at: it counts as an import of everything.
  for (const [, from = '(computed)'] of code.matchAll(DYNAMIC)) imports.push(whole(path, from));
  return { path, imports, exports: Array.from(code.matchAll(EXPORT), ([, name = '']) => name) };
}

function whole(path: string, from: string): Import {
  return { target: resolve(path, from), typesOnly: false, names: ['*'] };
}

function bare(name: string): string {
  return name.replace(/^type\s+/, '').replace(/\s+as\s+.*/, '');
}

function resolve(path: string, from: string): string {
  return from.startsWith('.') ? normalize(join(dirname(path), from)).replace(/\?.*/, '') : from;
}
