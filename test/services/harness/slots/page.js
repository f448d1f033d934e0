/**
 * A page's side of the server of slots.
 * @param by `offer` sets the local description, `answer` the remote one
 * @returns when the server has answered
 */
async function joinSlots(port, name, connection, by) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error('no server'));
  });
  const answer = new Promise((resolve, reject) => {
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === 'answer') resolve(message);
      else reject(new Error(message.message));
    };
  });
  const told = by.offer().then(() => {
    socket.send(JSON.stringify({ type: 'join', name, sdp: connection.localDescription.sdp }));
  });
  // The server is told of candidates after it was told of the offer.
  connection.addEventListener('icecandidate', async ({ candidate }) => {
    await told;
    if (candidate) socket.send(JSON.stringify({ type: 'candidate', candidate: candidate.toJSON() }));
  });
  await told;
  await by.answer(await answer);
}

// For the services' clients.
window.joinSlots = joinSlots;
