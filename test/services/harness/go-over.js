// For pages whose direct call goes over to a server. Tiles, and what a test asks, are conference.js's.

/** A third is there. The direct connection ends, and everybody goes to the server. */
call.third = async (options) => {
  call.leave();
  for (const { video } of remotes.values()) video.remove();
  remotes.clear();
  await call.join(options);
};

/** The screen is one more stream at the server. A moving canvas stands for it. */
call.share = async ({ port, id, name }) => {
  const screen = new JanusRoom(port, id, `${name}'s screen`);
  await screen.open();
  await screen.publish(new MediaStream([movingCanvas()]));
  call.screenId = screen.ownId;
};
