/** Runs in a browser's dedicated worker, or in a Node process of its own; does what it is told by the bench's command. */
import { escaperRows } from './escaper.ts';
import type { FromInside, Order, Report, ToInside } from './messages.ts';
import { streamsRows } from './paced.ts';
import { frameRows } from './rows.ts';

type Listener = (message: ToInside) => void;

/** The way to the command, taken before LiveKit's worker takes over the scope. */
const outside =
  typeof process === 'object' && process.send
    ? {
        post: (message: FromInside): void => void process.send?.(message),
        listen: (listener: Listener): void => void process.on('message', listener),
      }
    : {
        post: (postMessage as (message: FromInside) => void).bind(globalThis),
        listen: (listener: Listener): void =>
          addEventListener('message', ({ data }) =>
            listener(data as ToInside | { readonly bench?: never } as ToInside),
          ),
      };

let answer = (_ms: number): void => undefined;

function cpuMs(): Promise<number> {
  outside.post({ bench: 'cpu' });
  return new Promise((resolve) => {
    answer = resolve;
  });
}

async function obey({ rowMs, pace }: Order): Promise<Report> {
  return {
    frames: await frameRows(rowMs),
    escaper: await escaperRows(rowMs),
    ...(pace && { streams: await streamsRows(cpuMs, pace) }),
  };
}

outside.listen((message) => {
  if (message.bench === 'cpu') answer(message.ms);
  else
    obey(message.order).then(
      (report) => outside.post({ bench: 'report', report }),
      (error: unknown) =>
        outside.post({ bench: 'failed', message: String(error instanceof Error ? error.stack : error) }),
    );
});
