/** What the browser itself has counted, against what the worker has seen and sealed. */
import { BypassWatch } from '../../src/call/bypass.ts';
import type { StreamCounts } from '../../src/call/counts.ts';
import type { Exceptions } from '../../src/call/exceptions.ts';
import type { Attachment } from './attachment.ts';
import type { Realm } from './realm.ts';
import { picturesOf, type Sent, sentOf } from './sent.ts';

/** What the browser counted for each sender, by its id. Read before the worker's counts, see BypassWatch. */
export async function readSenders(attachments: Iterable<Attachment>, realm: Realm): Promise<Map<number, Sent>> {
  const senders = Array.from(attachments).filter(({ side }) => side === 'send');
  const read = await Promise.all(
    senders.map(async ({ id, target }) => [id, sentOf(realm, await target.getStats())] as const),
  );
  return new Map(read);
}

/** A figure that grows with whatever comes out of the worker: bytes that are sent, pictures that are decoded. */
export async function moved(attachments: Iterable<Attachment>, realm: Realm): Promise<number> {
  const figures = await Promise.all(
    Array.from(attachments, async ({ side, target }) => {
      const report = await target.getStats();
      return side === 'send' ? sentOf(realm, report).payloadBytes : picturesOf(realm, report);
    }),
  );
  return figures.reduce((total, figure) => total + figure, 0);
}

interface Figures {
  /** The browser's, by the sender's id. */
  readonly read: Map<number, Sent>;
  /** The worker's. */
  readonly streams: readonly StreamCounts[];
  /** From the question for the one to the answer with the other, milliseconds. */
  readonly spanMs: number;
}

/** @returns whether a sender's figures show media that went out beside the worker */
export function leaks(
  attachments: Iterable<Attachment>,
  { read, streams, spanMs }: Figures,
  { sound }: Exceptions,
): boolean {
  const counted = new Map(streams.map((stream) => [stream.id, stream]));
  let leak = false;
  for (const { id, kind, watch } of attachments) {
    if (kind === 'audio' && sound) continue;
    const figures = read.get(id);
    if (!figures) continue;
    const { seen = 0, done = 0 } = counted.get(id) ?? {};
    if (watch.add({ kind, ...figures, seen, sealed: done, spanMs })) leak = true;
  }
  return leak;
}

/** Starts the comparison anew: after a time in which frames were let through in clear, or with a new worker. */
export function restartWatches(attachments: Iterable<Attachment>): void {
  for (const attachment of attachments) attachment.watch = new BypassWatch();
}
