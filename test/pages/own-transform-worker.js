// The worker of own-transform.js.
importScripts('/own-scramble.js');

const note = (head) => postMessage(head);
const run = ({ side, kind, readable, writable }) =>
  readable.pipeThrough(scramble({ side, kind, dropping: () => false }, note)).pipeTo(writable);

addEventListener('message', ({ data }) => run(data));
onrtctransform = ({ transformer: { readable, writable, options } }) => run({ ...options, readable, writable });
