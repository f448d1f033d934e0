// Puts recorded bytes in the place of whatever the encoder made.
let next = 0;
onrtctransform = ({ transformer: { readable, writable, options } }) => {
  const recorded = options.frames.map((text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
  const swap = new TransformStream({
    transform(frame, controller) {
      const bytes = recorded[next++];
      if (!bytes) return;
      frame.data = bytes.buffer;
      controller.enqueue(frame);
    },
  });
  readable.pipeThrough(swap).pipeTo(writable);
};
