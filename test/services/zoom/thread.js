// A thread of the media worker: sends what it is given by a socket, once that is open.
if (name !== 'em-pthread') throw new Error('a thread knows itself by its name');
let socket;
addEventListener('message', ({ data }) => {
  if (!data.socket) {
    socket.send(data);
    return;
  }
  socket = new WebSocket(data.socket);
  socket.onopen = () => postMessage('open');
});
