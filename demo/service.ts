/** The conference service of the demo on loopback: a web server for the page, and the SFU beside it. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { Sfu } from '../test/support/sfu.ts';
import type { VideoCodec } from '../test/support/sfu-codecs.ts';

const PAGE = new URL('page/', import.meta.url);
const FILES = ['call.css', 'call.js', 'sfu-client.js', 'tap-worker.js'];
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

export interface Service {
  readonly sfu: Sfu;
  /** Address of a meeting, such as http://localhost:40123/call/quiet-harbour. */
  address(meeting: string): string;
  close(): Promise<void>;
}

export async function startService(codec: VideoCodec = 'vp8'): Promise<Service> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = FILES.find((name) => path === `/${name}`) ?? (path.startsWith('/call/') ? 'index.html' : undefined);
    if (!file) {
      response.statusCode = 404;
      response.end();
      return;
    }
    response.setHeader('content-type', TYPES[extname(file)] ?? 'text/html; charset=utf-8');
    response.end(readFileSync(new URL(file, PAGE)));
  });
  const sfu = await Sfu.start({ server, codec });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    sfu,
    address: (meeting) => `http://localhost:${(server.address() as AddressInfo).port}/call/${meeting}`,
    async close() {
      await sfu.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
