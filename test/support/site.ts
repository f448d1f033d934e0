/** A service's web server on loopback: serves the test pages under any path, with the headers a test asks for. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

const TESTS = new URL('..', import.meta.url).pathname;
const PAGES = join(TESTS, 'pages');
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.xhtml': 'application/xhtml+xml',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml',
};

/** How the site answers the helper's address. */
export type RobotsAnswer = (request: IncomingMessage, response: ServerResponse) => void;

export interface SiteOptions {
  /** Headers of every page (not of scripts). */
  readonly headers?: Readonly<Record<string, string>>;
  readonly robots?: RobotsAnswer;
  /** The file that every meeting's address shows, in test/pages; or the one that an address shows. */
  readonly page?: string | ((url: URL) => string);
  /** Serve https on this port with a certificate of its own; 0 for any port that is free. */
  readonly securePort?: number;
}

export interface Site {
  readonly port: number;
  /** Addresses that were asked for. */
  readonly requests: string[];
  close(): Promise<void>;
}

const plainRobots: RobotsAnswer = (_, response) => {
  response.setHeader('content-type', 'text/plain');
  response.end('User-agent: *\nDisallow:\n');
};

export function startSite({
  headers = {},
  robots = plainRobots,
  page = 'conference.html',
  securePort,
}: SiteOptions = {}): Promise<Site> {
  const requests: string[] = [];
  const answer: RequestListener = (request, response) => {
    const { url = '/' } = request;
    requests.push(url);
    const address = new URL(url, 'http://site');
    const path = address.pathname;
    if (path === '/robots.txt') return robots(request, response);
    if (path === '/never') return; // a document that never comes
    const type = TYPES[extname(path)];
    const asked = typeof page === 'string' ? page : page(address);
    response.setHeader('content-type', type ?? TYPES[extname(asked)] ?? 'text/html; charset=utf-8');
    if (!type || path.endsWith('.html'))
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    else if (headers['cross-origin-embedder-policy']) {
      response.setHeader('cross-origin-embedder-policy', headers['cross-origin-embedder-policy']);
    }
    // Any other path is a meeting, as in the services' web apps.
    try {
      const file = path.startsWith('/services/') ? join(TESTS, path) : join(PAGES, type ? path.slice(1) : asked);
      response.end(readFileSync(file));
    } catch {
      response.statusCode = 404;
      response.end();
    }
  };
  const server = securePort === undefined ? createServer(answer) : createSecureServer(certificate(), answer);
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(securePort ?? 0, '127.0.0.1', () => {
      const close = (): Promise<void> =>
        new Promise((closed) => {
          server.close(() => closed());
          server.closeAllConnections();
        });
      resolve({ port: (server.address() as AddressInfo).port, requests, close });
    });
  });
}

function certificate(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'callseal-certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-keyout',
      key,
      '-out',
      cert,
    ],
    { stdio: 'ignore' },
  );
  const pair = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return pair;
}
