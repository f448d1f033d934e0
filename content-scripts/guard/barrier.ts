/** The page demands Trusted Types, under which no worker is made from an address. Tried once: it is told of each attempt. */
let isRefused = false;

/**
 * Firefox: has a sender send nothing from this very task on. It sends in clear until a sender has a transform, and a worker
 * that can seal takes as long as the helper's file. The worker of this transform has ended before it began, so whatever
 * comes to it stays there. Nothing is loaded for it.
 *
 * @returns what is on the sender now; undefined where the page's policy refuses the worker
 */
export function putBarrier(sender: RTCRtpSender): RTCRtpScriptTransform | undefined {
  if (isRefused) return undefined;
  // A worker that has ended takes no further transform, so each has one of its own.
  const worker = idleWorker();
  if (!worker) return undefined;
  const barrier = new RTCRtpScriptTransform(worker);
  worker.terminate();
  sender.transform = barrier;
  return barrier;
}

function idleWorker(): Worker | undefined {
  try {
    return new Worker('data:text/javascript,');
  } catch {
    isRefused = true;
    return undefined;
  }
}
