/** Assembles the search for start codes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';

const SOURCE = fileURLToPath(new URL('../../src/covers/start-code-search.wat', import.meta.url));
export const SEARCH_FILE = fileURLToPath(new URL('../../src/covers/start-code-search.generated.ts', import.meta.url));

/** The text of the generated file. @throws when the source has an error */
export async function assembleSearch(): Promise<string> {
  const { parseWat } = await wabt();
  const module = parseWat(SOURCE, readFileSync(SOURCE, 'utf8'));
  const { buffer } = module.toBinary({});
  module.destroy();
  return `// Written by "npm run covers" from start-code-search.wat.
import { fromHex } from './hex.ts';

export const SEARCH_MODULE = fromHex(
  '${Buffer.from(buffer).toString('hex')}',
);
`;
}

export async function writeSearch(): Promise<void> {
  writeFileSync(SEARCH_FILE, await assembleSearch());
}
