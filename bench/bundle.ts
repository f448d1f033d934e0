/** The bench's files as they run in a browser or in Node, made with the tool that the extension's loader uses. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { defines } from '../scripts/defines.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** LiveKit's escaper is not exported; it is measured alone, so it has to be reached. */
const livekitEscaper: Plugin = {
  name: 'livekit-escaper',
  setup({ onLoad }) {
    onLoad({ filter: /livekit-client\.e2ee\.worker\.mjs$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}\nexport { writeRbsp, parseRbsp, needsRbspUnescaping };`,
    }));
  },
};

/** @param entry a file of this project, or a package's entry @returns the source of one ES module */
export async function bundle(entry: string, platform: 'browser' | 'node'): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform,
    define: defines(false),
    plugins: [livekitEscaper],
    logLevel: 'warning',
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`${entry} gave no file`);
  return file.text;
}
