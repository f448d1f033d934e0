// The sound of a group call: one connection to Janus' AudioBridge, which decodes what comes and sends each participant a
// mix of the others.

/**
 * @param room an open JanusRoom, for its signalling
 * @param id of the mixer
 * @param prepare gets each sender and receiver in the task that made it
 * @returns the server's name for this participant, which its recording has
 */
async function joinMixer(room, id, stream, prepare) {
  const connection = room.connect();
  room.connections.push(connection);
  const handle = await room.attach('janus.plugin.audiobridge');
  const joined = await room.message(handle, { request: 'join', room: id, display: room.name });
  connection.ontrack = ({ track, receiver }) => {
    prepare(receiver);
    room.onStream(new MediaStream([track]), 'mix', connection);
    // Who speaks is read from the first receiver.
    setInterval(() => receiver.getContributingSources(), 200);
  };
  prepare(connection.addTransceiver(stream.getAudioTracks()[0], { streams: [stream] }).sender);
  await connection.setLocalDescription(await connection.createOffer());
  await gathered(connection);
  const answer = await room.message(handle, { request: 'configure', muted: false }, connection.localDescription);
  await connection.setRemoteDescription(answer.jsep);
  return joined.plugindata.data.id;
}

// For client.js.
window.joinMixer = joinMixer;
