/** Keeps werift on loopback, which its configuration alone does not. */
import type { RTCPeerConnection } from 'werift';

/** Without a STUN server in its configuration, werift asks a public one: nothing here may leave the machine. */
export function askNoStunServer({ iceTransports }: RTCPeerConnection): void {
  for (const { connection } of iceTransports) (connection as { stunServer: unknown }).stunServer = undefined;
}

/**
 * werift also lists the machine's other addresses, although its sockets are bound to loopback. Firefox prefers such an
 * address and never reaches it.
 */
export function loopbackOnly(sdp: string): string {
  return sdp.replace(/^a=candidate:(?!.* 127\.0\.0\.1 ).*\r\n/gm, '');
}
