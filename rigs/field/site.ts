/** The site of a conference that is LiveKit's own: its page, bundled, and nothing else. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const PAGE = `<!doctype html><meta charset="utf-8"><title>Conference</title>
<link rel="stylesheet" href="/conference.css"><div id="app"></div><script type="module" src="/conference.js"></script>`;
const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css' };

export interface FieldSite {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the conference at every path: the path is the meeting. */
export async function startFieldSite(): Promise<FieldSite> {
  const { outputFiles } = await build({
    absWorkingDir: FOLDER,
    entryPoints: { conference: 'page/conference.js', 'e2ee-worker': 'livekit-client/e2ee-worker' },
    bundle: true,
    write: false,
    outdir: '/',
    format: 'esm',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [path, contents]));
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    const extension = /\.(\w+)$/.exec(path)?.[1] ?? '';
    const file = files.get(path);
    if (!file && extension) response.statusCode = 404;
    response.setHeader('content-type', TYPES[extension] ?? 'text/html; charset=utf-8');
    response.end(file ?? (extension ? '' : PAGE));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
