/** What werift's configuration alone does not do: it keeps to loopback, and its sockets hold what comes while we are busy. */

import type { Socket } from 'node:dgram';
import { subscribe } from 'node:diagnostics_channel';
import type { RTCPeerConnection } from 'werift';

/** What of werift's own is closed to us. */
interface Ice {
  stunServer: unknown;
  consentFresh: boolean;
  queryConsent: () => void;
}

/**
 * Without a STUN server in its configuration, werift asks a public one: nothing here may leave the machine. It asks browsers
 * for consent (RFC 7675), takes no answer later than half a second, and on a busy machine stops sending for good after six.
 */
export function askNobody({ iceTransports }: RTCPeerConnection): void {
  for (const { connection } of iceTransports) {
    const ice = connection as unknown as Ice;
    ice.stunServer = undefined;
    ice.queryConsent = () => {
      ice.consentFresh = true;
    };
  }
}

/**
 * werift also lists the machine's other addresses, although its sockets are bound to loopback. Firefox prefers such an
 * address and never reaches it.
 */
export function loopbackOnly(sdp: string): string {
  return sdp.replace(/^a=candidate:(?!.* 127\.0\.0\.1 ).*\r\n/gm, '');
}

/**
 * Several seconds of a participant's media. The default holds 200 kB: on a busy machine half of all packets were dropped,
 * and pictures stood still. The system may allow less.
 */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

subscribe('udp.socket', (message) => {
  const { socket } = message as { readonly socket: Socket };
  socket.once('listening', () => socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES));
});
