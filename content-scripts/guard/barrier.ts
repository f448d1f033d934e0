import { isFirefox } from './realm.ts';

/**
 * Has a sender send nothing from this very task on: Firefox sends in clear until a sender has a transform, and a worker
 * that can seal takes as long as the helper's file. The worker of this transform has ended before it began, so whatever
 * comes to it stays there. Nothing is loaded for it, which the page's policy could refuse and report.
 *
 * @returns what is on the sender now; undefined in Chromium, which holds everything back by itself
 */
export function putBarrier(sender: RTCRtpSender): RTCRtpScriptTransform | undefined {
  if (!isFirefox) return undefined;
  // A worker that has ended takes no further transform, so each has one of its own.
  const worker = new Worker('data:text/javascript,');
  const barrier = new RTCRtpScriptTransform(worker);
  worker.terminate();
  sender.transform = barrier;
  return barrier;
}
