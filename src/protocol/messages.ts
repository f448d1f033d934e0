import type { GuardProtocol } from './guard.ts';
import type { PopupProtocol } from './popup.ts';

/** Every message to the background. */
export type Protocol = GuardProtocol & PopupProtocol;
export type Kind = keyof Protocol;

/** An answer to every kind of a protocol, each with the response of its own. Left out or mixed up, it does not compile. */
export type Handlers<P extends { [K in keyof P]: { request: unknown; response: unknown } }> = {
  readonly [K in keyof P]: (request: P[K]['request']) => Promise<P[K]['response']>;
};

/** Tries and pause of `send`, in milliseconds: the browser starts a background that it has ended in less. */
const TRIES = 4;
const PAUSE_MS = 150;

/**
 * Sends a message and gives its typed answer. Every request may be made twice without harm, so one that meets a
 * background which the browser is just ending is made again.
 *
 * @throws what `sendMessage` rejects with, when the background cannot be reached at all
 */
export async function send<K extends Kind>(
  sendMessage: (message: unknown) => Promise<unknown>,
  kind: K,
  data: Protocol[K]['request'],
): Promise<Protocol[K]['response']> {
  for (let tries = 1; ; tries++) {
    try {
      return (await sendMessage({ kind, data })) as Protocol[K]['response'];
    } catch (error) {
      if (tries === TRIES || !/Receiving end does not exist/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
