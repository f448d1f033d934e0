/** A line to the server of slots: JSON, a message each. */
async function slotLine(port) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error('no server'));
  });
  return {
    say: (message) => socket.send(JSON.stringify(message)),
    hear(handler) {
      socket.onmessage = ({ data }) => handler(JSON.parse(data));
    },
  };
}

/**
 * A page's side of the server of slots.
 * @param to the server's port, or a line to it
 * @param by `offer` sets the local description, `answer` the remote one
 * @returns when the server has answered
 */
async function joinSlots(to, name, connection, by) {
  const line = typeof to === 'object' ? to : await slotLine(to);
  const answer = new Promise((resolve, reject) => {
    line.hear((message) => {
      if (message.type === 'answer') resolve(message);
      else reject(new Error(message.message));
    });
  });
  const told = by.offer().then(() => {
    return line.say({ type: 'join', name, sdp: connection.localDescription.sdp });
  });
  // The server is told of candidates after it was told of the offer.
  connection.addEventListener('icecandidate', async ({ candidate }) => {
    await told;
    if (candidate) line.say({ type: 'candidate', candidate: candidate.toJSON() });
  });
  await told;
  await by.answer(await answer);
}

/**
 * As clients do that leave of a description what they know.
 * @param codecs what the names of those that stay match
 * @param amend what else is done to each section of media
 */
function keepCodecs(sdp, codecs, amend = (section) => section) {
  const [session, ...sections] = sdp.split(/^(?=m=)/m);
  const cut = sections.map((section) => {
    if (section.startsWith('m=application')) return section;
    const all = Array.from(section.matchAll(/^a=rtpmap:(\d+) ([^/\r]+)/gm));
    const kept = all.filter(([, , name]) => codecs.test(name)).map(([, type]) => type);
    const left = section
      .replace(/^(m=\S+ \S+ \S+).*$/m, `$1 ${kept.join(' ')}`)
      .replace(/^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) .*\r\n/gm, (line, type) => (kept.includes(type) ? line : ''));
    return amend(left);
  });
  return session + cut.join('');
}

/** Frames of a receiver's picture that were decoded, or packets that came of its sound. */
async function flowOf(connection, receiver) {
  for (const stats of (await connection.getStats(receiver.track)).values()) {
    if (stats.type === 'inbound-rtp') return stats.framesDecoded ?? stats.packetsReceived ?? 0;
  }
  return 0;
}

// For the services' clients.
Object.assign(window, { joinSlots, keepCodecs, flowOf });
