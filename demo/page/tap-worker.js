// Copies each clear frame that a sender makes, and changes nothing.
onrtctransform = ({ transformer: { readable, writable, options } }) => {
  const copy = new TransformStream({
    transform(frame, controller) {
      postMessage({ kind: options.kind, bytes: frame.data.slice(0) });
      controller.enqueue(frame);
    },
  });
  readable.pipeThrough(copy).pipeTo(writable);
};
