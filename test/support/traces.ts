/** All that a browser writes, logs and sends while a test uses it, to be searched for secrets. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client, LaunchOptions } from './browsers.ts';

export interface Trace {
  readonly at: 'disk' | 'log' | 'network';
  readonly needle: string;
}

export class Traces {
  /** Of a browser that leaves them. */
  readonly options: LaunchOptions;
  readonly #folder: string;
  readonly #log: string;
  readonly #proxy: Server;
  readonly #sent: Buffer[];

  private constructor(folder: string, proxy: Server, sent: Buffer[]) {
    this.#folder = folder;
    this.#log = join(folder, 'log');
    this.#proxy = proxy;
    this.#sent = sent;
    const { port } = proxy.address() as AddressInfo;
    this.options = {
      extension: 'test',
      log: this.#log,
      args: [`--proxy-server=http://127.0.0.1:${port}`, '--proxy-bypass-list=<-loopback>'],
      prefs: {
        'network.proxy.type': 1,
        'network.proxy.http': '127.0.0.1',
        'network.proxy.http_port': port,
        'network.proxy.ssl': '127.0.0.1',
        'network.proxy.ssl_port': port,
        'network.proxy.allow_hijacking_localhost': true,
      },
    };
  }

  static async start(): Promise<Traces> {
    const sent: Buffer[] = [];
    const proxy = createServer((incoming, response) => {
      const { method, url = '', headers } = incoming;
      sent.push(Buffer.from(`${method} ${url} ${JSON.stringify(headers)}\n`));
      const onward = request(url, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on('error', () => response.destroy()).pipe(response);
      });
      onward.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
      // A browser goes away in the middle of things.
      incoming.on('error', () => onward.destroy());
      incoming.on('data', (chunk: Buffer) => sent.push(chunk));
      incoming.pipe(onward);
    });
    // What is encrypted on its way, and WebSockets, could not be searched: there is none of it in these tests.
    proxy.on('connect', ({ url }, socket) => {
      sent.push(Buffer.from(`CONNECT ${url}\n`));
      socket.on('error', () => undefined); // reset by a browser that is gone
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve, reject) => {
      proxy.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return new Traces(mkdtempSync(join(tmpdir(), 'callseal-traces-')), proxy, sent);
  }

  /** Which of `needles` are in a file of the profile, in the log or in what was sent, as UTF-8 or as UTF-16. */
  found({ profile }: Client, needles: readonly string[]): Trace[] {
    const found = new Map<string, Trace>();
    const search = (at: Trace['at'], bytes: Buffer): void => {
      for (const needle of needles) {
        if (bytes.includes(needle) || bytes.includes(Buffer.from(needle, 'utf16le')))
          found.set(at + needle, { at, needle });
      }
    };
    for (const entry of readdirSync(profile, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) search('disk', read(join(entry.parentPath, entry.name)));
    }
    search('log', read(this.#log));
    search('network', Buffer.concat(this.#sent));
    return Array.from(found.values());
  }

  async stop(): Promise<void> {
    this.#proxy.closeAllConnections();
    await new Promise((resolve) => this.#proxy.close(resolve));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A file of a running browser, which may be gone by now. */
function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
