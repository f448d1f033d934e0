/** How Zoom's gateway frames signalling: text JSON whose body holds a description that is compressed and in base64. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Framing } from '../harness/slots/server.ts';

/** The event of negotiation, and what it is about. */
const NEGOTIATION = 32_769;
const ANSWER = 4;

interface Message {
  readonly evt: number;
  readonly body?: { readonly data?: string };
}

export const GATEWAY: Framing = {
  read(text) {
    const { evt, body } = JSON.parse(text) as Message;
    if (evt !== NEGOTIATION || typeof body?.data !== 'string') return undefined;
    return gunzipSync(Buffer.from(body.data, 'base64')).toString();
  },
  write: (message) =>
    JSON.stringify({
      evt: NEGOTIATION,
      body: { type: ANSWER, data: gzipSync(JSON.stringify(message)).toString('base64') },
    }),
};
