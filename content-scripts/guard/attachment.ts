import { BypassWatch } from '../../src/call/bypass.ts';
import type { StreamCounts } from '../../src/call/counts.ts';
import type { Role } from '../../src/frame/plaintext.ts';
import type { TransformOptions } from '../../src/protocol/worker.ts';
import type { BadgeState } from './badge-state.ts';
import type { WorkerHost } from './worker-host.ts';

/** A sender or a receiver that was handed over, and what is on it. */
export interface Attachment extends TransformOptions {
  /** What the transform is on. */
  readonly target: RTCRtpSender | RTCRtpReceiver;
  transform: RTCRtpScriptTransform | undefined;
  /** What holds a sender's frames back as long as there is no worker. */
  barrier: RTCRtpScriptTransform | undefined;
  /** Whether the page runs its own transform inside ours: its port until a worker has it. */
  page: { readonly port: MessagePort } | 'inside' | undefined;
  readonly transceiver: RTCRtpTransceiver;
  watch: BypassWatch;
  role: Role | undefined;
  /** Its transport, if the last look found it closed. */
  closed: RTCDtlsTransport | undefined;
  /** Of a received picture: its counts when it was last judged, and what came of it. */
  judged: { readonly counts: StreamCounts; readonly state: BadgeState | undefined } | undefined;
}

/** One side of a transceiver, without a transform yet. @param id unique in this document */
export function newAttachment(transceiver: RTCRtpTransceiver, side: Attachment['side'], id: number): Attachment {
  return {
    id,
    side,
    kind: transceiver.receiver.track.kind === 'audio' ? 'audio' : 'video',
    target: side === 'send' ? transceiver.sender : transceiver.receiver,
    transform: undefined,
    barrier: undefined,
    page: undefined,
    transceiver,
    watch: new BypassWatch(),
    role: undefined,
    closed: undefined,
    judged: undefined,
  };
}

/** Has a worker seal or open from this very task on. A second transform takes the place of the first in both browsers. */
export function attach(attachment: Attachment, host: WorkerHost): void {
  const { id, side, kind, target } = attachment;
  // Before the transform, so that no frame goes past the page's.
  passPageStreams(attachment, host);
  const transform = host.transform({ id, side, kind });
  target.transform = transform;
  attachment.transform = transform;
  attachment.barrier = undefined;
  attachment.watch = new BypassWatch();
  attachment.role = undefined;
  attachment.judged = undefined;
}

/** Gives the worker the port by which the page's streams come, if it has not got it. */
export function passPageStreams(attachment: Attachment, host: WorkerHost): void {
  if (typeof attachment.page !== 'object') return;
  host.sendPageStreams(attachment.id, attachment.kind, attachment.page.port);
  attachment.page = 'inside';
}
