// Numbers are those of the facts in README.md. Tiles, and what a test asks, are conference.js's.

/** 2: the worker's script, which the vendor's package holds as text. */
const METRICS = `
  const count = ({ side, kind, readable, writable }) => {
    let frames = 0;
    const counting = new TransformStream({
      transform(frame, controller) {
        postMessage({ side, kind, frames: ++frames });
        controller.enqueue(frame);
      },
    });
    readable.pipeThrough(counting).pipeTo(writable);
  };
  onrtctransform = ({ transformer: { readable, writable, options } }) => count({ ...options, readable, writable });
  onmessage = ({ data }) => count(data);
`;
const worker = new Worker(URL.createObjectURL(new Blob([METRICS], { type: 'text/javascript' })));
worker.onmessage = ({ data: { side, kind, frames } }) => {
  call.metrics[`${side} ${kind}`] = frames;
};

/** 1, 3 and 4: without being asked to, on every sender and receiver, and once on each. */
function measure(end) {
  if (end.transform) return;
  const side = end instanceof RTCRtpSender ? 'send' : 'receive';
  const { kind } = end.track;
  if (typeof RTCRtpScriptTransform === 'function') {
    end.transform = new RTCRtpScriptTransform(worker, { side, kind });
    return;
  }
  const { readable, writable } = end.createEncodedStreams();
  worker.postMessage({ side, kind, readable, writable }, [readable, writable]);
}

const publish = (target, track) =>
  target.publish(new MediaStream([track]), undefined, (connection) => connection.getSenders().forEach(measure));

/** Frames that the vendor's worker has counted, by side and kind. */
call.metrics = {};

/** @param mixer id of the room that mixes the sound (5), @param id of the one that forwards pictures (6) */
call.join = async ({ port, id, mixer, name, video = 'camera' }) => {
  room = new JanusRoom(port, id, name, show);
  room.onReceiver = measure;
  call.media = await media(video);
  await room.open();
  const sound = await joinMixer(room, mixer, call.media, measure);
  await publish(room, call.media.getVideoTracks()[0]);
  call.ids = { sound, video: room.ownId };
};

/** The camera's button. Without a track Firefox would send the last picture again, once a second. @param track or null */
async function sendPicture(track) {
  const [sender] = room.senderConnection.getSenders();
  await sender.replaceTrack(track);
  const parameters = sender.getParameters();
  for (const encoding of parameters.encodings) encoding.active = track !== null;
  await sender.setParameters(parameters);
}

call.cameraOff = () => sendPicture(null);

async function open() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: raw(), video: { width: 320 } });
  const devices = await navigator.mediaDevices.enumerateDevices();
  const { deviceId } = stream.getVideoTracks()[0].getSettings();
  return { stream, isDevice: devices.some((device) => device.kind === 'videoinput' && device.deviceId === deviceId) };
}

/** What the client keeps while its button is off, until its picture has ended: an unplugged camera is asked for anew. */
let kept;

call.keepsCamera = () => kept !== undefined;

/** The button of clients that keep their devices. @returns whether the picture is that of a device */
call.cameraOn = async () => {
  if (!kept) {
    const opened = await open();
    opened.stream.getVideoTracks()[0].onended = () => {
      kept = undefined;
    };
    kept = opened;
  }
  const { stream, isDevice } = kept;
  const senders = room.connections.flatMap((connection) => connection.getSenders());
  const microphone = senders.find(({ track }) => track?.kind === 'audio');
  await microphone.replaceTrack(stream.getAudioTracks()[0]);
  await sendPicture(stream.getVideoTracks()[0]);
  return isDevice;
};

/** Asks for a camera and lets it go. @returns whether it was a device */
call.opensDevice = async () => {
  const { stream, isDevice } = await open();
  for (const track of stream.getTracks()) track.stop();
  return isDevice;
};

/** 7: the screen, in AV1. A moving canvas stands for it. */
call.share = async ({ port, id, name }) => {
  const sharing = new JanusRoom(port, id, `${name}'s screen`);
  await sharing.open();
  const screen = movingCanvas();
  screen.contentHint = 'detail';
  await sharing.publish(new MediaStream([screen]), undefined, (connection) => {
    const av1 = RTCRtpSender.getCapabilities('video').codecs.filter(({ mimeType }) => mimeType === 'video/AV1');
    for (const transceiver of connection.getTransceivers()) transceiver.setCodecPreferences(av1);
    connection.getSenders().forEach(measure);
  });
  call.ids.screen = sharing.ownId;
};

/** Whether every sender and receiver still shows the transform that it was given. */
call.measured = () =>
  room.connections
    .flatMap((connection) => connection.getTransceivers())
    .flatMap(({ sender, receiver, currentDirection = '' }) => [
      ...(sender.track ? [sender] : []),
      ...(currentDirection.includes('recv') ? [receiver] : []),
    ])
    .every(({ transform }) => transform instanceof RTCRtpScriptTransform);
