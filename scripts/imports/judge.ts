import { LAYERS, type Layer, WORLDS, type World } from './rules.ts';
import type { Import, Source } from './sources.ts';

/** What of the product breaks a rule, each as a sentence. @param sources the product's, without its tests */
export function importFaults(sources: readonly Source[], layers = LAYERS, worlds = WORLDS): string[] {
  return [...sources.flatMap((source) => layerFaults(source, layers)), ...worldFaults(sources, worlds)];
}

/** Exports that no other file imports. @param sources everything, tests included */
export function deadExports(sources: readonly Source[], isProduct: (path: string) => boolean): string[] {
  const used = new Set(
    sources.flatMap(({ imports }) => imports.flatMap(({ target, names }) => names.map((name) => `${target} ${name}`))),
  );
  return sources
    .filter(({ path }) => isProduct(path))
    .flatMap(({ path, exports }) =>
      exports
        .filter((name) => !used.has(`${path} ${name}`) && !used.has(`${path} *`))
        .map((name) => `${path} exports ${name}, and nobody imports it: delete it, or keep it to the file.`),
    );
}

function layerFaults({ path, imports }: Source, layers: readonly Layer[]): string[] {
  const layer = layers.find(({ part }) => isIn(path, part));
  if (!layer) return [`${path} is in no part that scripts/imports/rules.ts knows. Say there what it may import.`];
  const { part, may, mayName = [], says } = layer;
  const allowed = ({ target, typesOnly }: Import): boolean =>
    [part, ...may, ...(typesOnly ? mayName : [])].some((each) => isIn(target, each));
  return imports
    .filter((each) => !allowed(each))
    .map(({ target }) => `${path} imports ${target}. ${says} (ARCHITECTURE, "Layout")`);
}

function worldFaults(sources: readonly Source[], worlds: readonly World[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  return worlds.flatMap(({ part, never, but = [], says }) =>
    Array.from(reachedFrom(byPath, part))
      .filter(([target]) => never.some((each) => isIn(target, each)) && !but.includes(target))
      .map(([target, way]) => `${way.join(' → ')} → ${target}. ${says} (ARCHITECTURE, "Who may know what")`),
  );
}

/** All that is in the bundle of a part's files, and the way by which it came there. */
function reachedFrom(byPath: ReadonlyMap<string, Source>, part: string): Map<string, readonly string[]> {
  const reached = new Map<string, readonly string[]>();
  const open = Array.from(byPath.keys())
    .filter((path) => isIn(path, part))
    .map((path): readonly string[] => [path]);
  for (let way = open.pop(); way; way = open.pop()) {
    for (const { target, typesOnly } of byPath.get(way.at(-1) ?? '')?.imports ?? []) {
      if (typesOnly || reached.has(target)) continue;
      reached.set(target, way);
      open.push([...way, target]);
    }
  }
  return reached;
}

/** @param part a file, a folder that ends with '/', a package with or without its paths, or 'package:' for any of them */
function isIn(target: string, part: string): boolean {
  if (part === 'package:') return !/^(?:src|content-scripts|popup|pages|ui|dist|_locales)\//.test(target);
  return target === part || target.startsWith(part.endsWith('/') ? part : `${part}/`);
}
