// The control's tap: copies the clear frames that the senders make, and changes nothing.
onrtctransform = ({ transformer: { readable, writable, options } }) => {
  const copy = new TransformStream({
    transform(frame, controller) {
      postMessage({ kind: options.kind, bytes: new Uint8Array(frame.data.slice(0)) });
      controller.enqueue(frame);
    },
  });
  readable.pipeThrough(copy).pipeTo(writable);
};
