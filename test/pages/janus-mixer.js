// Sound that the server mixes, as some vendors do it: one connection to Janus' AudioBridge, which decodes what comes and
// sends each participant a mix of the others. Knows nothing of Callseal.

/**
 * @param room an open JanusRoom, for its signalling
 * @param id of the mixer
 * @param stream with the microphone
 * @param prepare gets the sender and the receiver in the task that made them, and the receiver again with its track
 * @returns the server's name for this participant, which its recording has
 */
async function joinMixer(room, id, stream, prepare) {
  const connection = room.connect();
  room.connections.push(connection);
  const handle = await room.attach('janus.plugin.audiobridge');
  const joined = await room.message(handle, { request: 'join', room: id, display: room.name });
  connection.ontrack = ({ track, receiver: withTrack }) => {
    prepare(withTrack);
    room.onStream(new MediaStream([track]), 'mix', connection);
  };
  const { sender, receiver } = connection.addTransceiver(stream.getAudioTracks()[0], { streams: [stream] });
  prepare(sender);
  prepare(receiver);
  await connection.setLocalDescription(await connection.createOffer());
  await gathered(connection);
  const answer = await room.message(handle, { request: 'configure', muted: false }, connection.localDescription);
  await connection.setRemoteDescription(answer.jsep);
  return joined.plugindata.data.id;
}

// For the services' clients.
window.joinMixer = joinMixer;
