// Numbers are those of the facts in README.md.

/** 2: with an old second argument. */
window.makeConnection = (configuration) =>
  new RTCPeerConnection(
    { ...configuration, bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require', sdpSemantics: 'unified-plan' },
    { optional: [{ googCpuOveruseDetection: true }] },
  );
