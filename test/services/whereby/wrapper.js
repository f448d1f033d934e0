// The page's own wrapper of connections, as of a library that reports statistics. Numbers are those in README.md.
{
  const Native = window.RTCPeerConnection;
  const trace = [];

  /** 2: a plain function, which gives native connections away. */
  window.RTCPeerConnection = function RTCPeerConnection(configuration, constraints) {
    const connection = new Native(configuration, constraints);
    trace.push('create');
    connection.addEventListener('track', () => trace.push('ontrack'));
    // 4
    const timer = setInterval(async () => {
      if (connection.signalingState === 'closed') return clearInterval(timer);
      await connection.getStats();
      trace.push('getStats');
    }, 1_000);
    return connection;
  };
  window.RTCPeerConnection.prototype = Native.prototype;
  Object.assign(window.RTCPeerConnection, { generateCertificate: Native.generateCertificate.bind(Native) });

  for (const name of [
    'addTrack',
    'createOffer',
    'createAnswer',
    'setLocalDescription',
    'setRemoteDescription',
    'close',
  ]) {
    const native = Native.prototype[name];
    Native.prototype[name] = function (...args) {
      trace.push(name);
      return native.apply(this, args);
    };
  }
  window.trace = trace;
}
