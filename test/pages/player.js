// A page that notes whatever is made and played in its document, and plays the sound of a call of its own.
const noted = [];

for (const name of ['RTCPeerConnection', 'AudioContext', 'MediaStream', 'MediaStreamAudioDestinationNode', 'Audio']) {
  const Native = window[name];
  window[name] = class extends Native {
    constructor(...args) {
      super(...args);
      noted.push(name);
    }
  };
}
for (const [prototype, name] of [
  [HTMLMediaElement.prototype, 'play'],
  [HTMLMediaElement.prototype, 'setSinkId'],
  [EventTarget.prototype, 'dispatchEvent'],
  [RTCPeerConnection.prototype, 'setLocalDescription'],
  [RTCPeerConnection.prototype, 'addTransceiver'],
  [RTCPeerConnection.prototype, 'getStats'],
  [AudioContext.prototype, 'resume'],
]) {
  const native = prototype[name];
  prototype[name] = function (...args) {
    noted.push(name);
    return native.apply(this, args);
  };
}
for (const type of ['play', 'playing', 'volumechange', 'loadstart', 'track', 'statechange']) {
  addEventListener(type, () => noted.push(`event ${type}`), true);
  document.addEventListener(type, () => noted.push(`event ${type}`), true);
}

window.call = {
  /** Connects the page with itself, and plays what it receives by an element that is in no document. */
  async join() {
    const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
    for (const [one, other] of [
      [from, to],
      [to, from],
    ]) {
      one.onicecandidate = ({ candidate }) => candidate && other.addIceCandidate(candidate);
    }
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const element = new Audio();
    to.ontrack = ({ streams }) => {
      element.srcObject = streams[0];
      void element.play();
    };
    from.addTrack(stream.getAudioTracks()[0], stream);
    await from.setLocalDescription();
    await to.setRemoteDescription(from.localDescription);
    await to.setLocalDescription();
    await from.setRemoteDescription(to.localDescription);
    Object.assign(call, { element });
  },
  noted,
};
