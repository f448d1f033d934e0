// The client's own mode: workers encode, and what they make leaves by data channels or sockets. Numbers are those of the
// facts in README.md.

/** 22: a worker of a script that is fetched, edited and made into a Blob, whose address is revoked at once. */
async function workerOf(file, name, thread = '') {
  const text = await (await fetch(`/services/zoom/${file}`)).text();
  const address = URL.createObjectURL(new Blob([text.replace("'/* thread */'", () => JSON.stringify(thread))]));
  const worker = new Worker(address, { name });
  URL.revokeObjectURL(address);
  return worker;
}

/** 6: a connection of this page with itself: the far end of its channels stands for the server's. */
async function channels(labels, give) {
  const [near, far] = [new RTCPeerConnection({ iceCandidatePoolSize: 1 }), new RTCPeerConnection()];
  near.onicecandidate = ({ candidate }) => far.addIceCandidate(candidate);
  far.onicecandidate = ({ candidate }) => near.addIceCandidate(candidate);
  far.ondatachannel = ({ channel }) => {
    channel.onmessage = ({ data }) => {
      call.farEnd[channel.label] = (call.farEnd[channel.label] ?? 0) + (data.byteLength ?? data.size);
    };
  };
  const made = labels.map((label) => near.createDataChannel(label, { ordered: false, maxRetransmits: 0 }));
  // A channel can be given to a worker in the task that made it only.
  give(...made);
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription);
}

/** 5 to 8: pictures are encoded in a worker, and leave by a channel or, from a worker of that worker, by a socket. */
async function ownPictures(stream) {
  const thread = await (await fetch('/services/zoom/thread.js')).text();
  const worker = await workerOf('media-worker.js', 'video.encode', thread);
  // The pictures come first: what the client does when its channels fail is to try the next way.
  await pictures(stream, worker);
  if (server.has('socket')) {
    worker.postMessage({ socket: gateway(server.get('socket'), 'type=v') });
    return;
  }
  await channels(['ZoomWebclientVideoDataChannel'], (video) => {
    try {
      worker.postMessage({ channel: video }, [video]);
    } catch {
      worker.onmessage = ({ data }) => {
        if (video.readyState !== 'open') return;
        call.tried++;
        video.send(data);
      };
    }
  });
}

/** 5: the browser's recorder stands for the client's own encoder. */
function ownSound(stream) {
  const recorder = new MediaRecorder(new MediaStream(stream.getAudioTracks()));
  const each = (send) => {
    recorder.ondataavailable = async ({ data }) => send(await data.arrayBuffer());
    recorder.start(100);
  };
  if (server.has('socket')) {
    return opened(gateway(server.get('socket'), 'type=a')).then((socket) => each((bytes) => socket.send(bytes)));
  }
  return channels(['ZoomWebclientAudioDataChannel'], (channel) =>
    each((bytes) => {
      if (channel.readyState === 'open') channel.send(bytes);
    }),
  );
}

/** 21: @returns whether the engine's sound has its memory, which is made in two workers */
async function soundEngine() {
  // A client whose workers are called otherwise gets its memory.
  const names = server.has('nameless') ? ['', ''] : ['audio.decode', 'audio.encode'];
  for (const name of names) {
    const worker = await workerOf('sound-worker.js', name);
    const { status } = await new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
    });
    if (status !== -36) continue;
    // Once it is a reason to go over, a second time an error to the user.
    if (memory.soundFailed) call.errors.push(-52);
    memory.soundFailed = true;
  }
  return !memory.soundFailed;
}

async function pictures(stream, worker) {
  if (typeof MediaStreamTrackProcessor === 'function') {
    const { readable } = new MediaStreamTrackProcessor({ track: stream.getVideoTracks()[0] });
    worker.postMessage({ readable }, [readable]);
    return;
  }
  const video = Object.assign(document.createElement('video'), { srcObject: stream, muted: true });
  document.documentElement.append(video);
  await video.play();
  setInterval(() => {
    const frame = new VideoFrame(video, { timestamp: Math.round(performance.now() * 1_000) });
    worker.postMessage({ frame }, [frame]);
  }, 50);
}

Object.assign(window, { ownPictures, ownSound, soundEngine, workerOf });
