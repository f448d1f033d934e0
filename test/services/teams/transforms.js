// The worker in which Teams' own encoded transforms run: an extended mute and a filter of NAL units on what is sent, an
// analyser on what is received.
let muted = false;

/** Frames that came through here, for the test. */
const note = (side, kind, frame, units) =>
  postMessage({
    side,
    kind,
    units,
    tail: Array.from(new Uint8Array(frame.data).subarray(-48)),
  });

const transforms = {
  /** Mutes beneath the encoder: nothing of a microphone is sent, whatever its track does. */
  audioExtendedMute: (kind) => (frame, controller) => {
    if (muted) return;
    note('send', kind, frame);
    controller.enqueue(frame);
  },
  /** Leaves only the NAL units that the servers look at: parameter sets, slices and SEI, without delimiters and filler. */
  VideoNaluFilter: (kind) => (frame, controller) => {
    const isH264 = frame.getMetadata().mimeType?.toLowerCase() === 'video/h264';
    const units = isH264 ? nalUnits(new Uint8Array(frame.data)) : [];
    if (isH264) frame.data = joined(units.filter((unit) => [1, 5, 6, 7, 8].includes(unit[0] & 0x1f)));
    note(
      'send',
      kind,
      frame,
      units.map((unit) => unit[0] & 0x1f),
    );
    controller.enqueue(frame);
  },
  analyzer: (kind) => (frame, controller) => {
    note('receive', kind, frame);
    controller.enqueue(frame);
  },
};

/** NAL units of a frame in Annex B form. */
function nalUnits(bytes) {
  const starts = [];
  for (let i = 0; i + 3 <= bytes.length; i++) {
    if (bytes[i] === 0 && bytes[i + 1] === 0 && bytes[i + 2] === 1) starts.push(i + 3);
  }
  return starts.map((start, i) => {
    let end = i + 1 < starts.length ? starts[i + 1] - 3 : bytes.length;
    while (end > start && bytes[end - 1] === 0) end--;
    return bytes.subarray(start, end);
  });
}

function joined(units) {
  const bytes = new Uint8Array(units.reduce((length, unit) => length + 4 + unit.length, 0));
  let at = 0;
  for (const unit of units) {
    bytes.set([0, 0, 0, 1], at);
    bytes.set(unit, at + 4);
    at += 4 + unit.length;
  }
  return bytes.buffer;
}

const run = ({ type, kind, readable, writable }) =>
  readable.pipeThrough(new TransformStream({ transform: transforms[type](kind) })).pipeTo(writable);

addEventListener('message', ({ data }) => {
  if (data.mute === undefined) run(data);
  else muted = data.mute;
});
onrtctransform = ({ transformer: { readable, writable, options } }) => run({ ...options, readable, writable });
