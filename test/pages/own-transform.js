// A transform of the page's own on encoded frames, as services have them: for the tests, one that changes every frame,
// so that it shows where it ran.

/**
 * @param end a sender or receiver
 * @param how 'in-worker' or 'in-window': by createEncodedStreams; 'script': by an RTCRtpScriptTransform; 'held': by
 *   createEncodedStreams, and the streams are kept for the test
 */
function ownTransform(end, how) {
  const side = end instanceof RTCRtpSender ? 'send' : 'receive';
  const { kind } = end.track;
  if (how === 'script') {
    end.transform = new RTCRtpScriptTransform(ownWorker(), { side, kind });
    return;
  }
  const { readable, writable } = end.createEncodedStreams();
  const dropping = () => ownTransform.dropping;
  if (how === 'in-worker') ownWorker().postMessage({ side, kind, readable, writable }, [readable, writable]);
  else if (how === 'in-window') readable.pipeThrough(scramble({ side, kind, dropping }, note)).pipeTo(writable);
  else ownTransform.held.push({ side, kind, readable, writable });
}

/** Heads of frames as they are between the two ends' own transforms. */
ownTransform.heads = [];
/** Whether senders drop every frame, as when the page mutes by its transform. */
ownTransform.dropping = false;
ownTransform.held = [];

function note(head) {
  ownTransform.heads.push(head);
}

let worker;
function ownWorker() {
  if (worker) return worker;
  worker = new Worker('/own-transform-worker.js');
  worker.onmessage = ({ data }) => note(data);
  return worker;
}

// For conference.js and the tests.
window.ownTransform = ownTransform;
