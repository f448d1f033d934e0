/** The server of a careless client: takes what comes by WebSocket or request, and keeps it by the path it came to. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

export interface Sink {
  readonly port: number;
  /** Messages and request bodies that came to `path`, in their order. */
  at(path: string): readonly Buffer[];
  close(): Promise<void>;
}

export function startSink(): Promise<Sink> {
  const kept = new Map<string, Buffer[]>();
  const keep = (path: string, bytes: Buffer): void => {
    kept.set(path, [...(kept.get(path) ?? []), bytes]);
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (request.method === 'POST') keep(request.url ?? '', Buffer.concat(parts));
      response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
      response.setHeader('access-control-allow-credentials', 'true');
      response.setHeader('access-control-allow-headers', 'content-type');
      // A page of the sink's own origin.
      if (request.method === 'GET' && request.url?.startsWith('/frame.html')) {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(readFileSync(new URL('../pages/frame.html', import.meta.url)));
      } else response.end();
    });
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    socket.on('message', (data) => {
      keep(request.url ?? '', data as Buffer);
      socket.send('taken');
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        at: (path) => kept.get(path) ?? [],
        close: () =>
          new Promise((closed) => {
            for (const socket of sockets.clients) socket.terminate();
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}
