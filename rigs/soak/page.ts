/** Runs in each member's page: direct connections to the others, which come and go. It keeps nothing of those that went. */

export interface SoakPage {
  offer(to: string): Promise<string>;
  answer(from: string, sdp: string): Promise<string>;
  accept(from: string, sdp: string): Promise<void>;
  leave(): void;
  /** Whether sound is muted from now on. */
  mute(muted: boolean): void;
}

/** Puts `soak` into the page. */
export async function installSoakPage(): Promise<void> {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
  const context = canvas.getContext('2d');
  let hue = 0;
  setInterval(() => {
    if (!context) return;
    hue = (hue + 7) % 360;
    context.fillStyle = `hsl(${hue} 80% 50%)`;
    context.fillRect(0, 0, 320, 180);
  }, 100);
  const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const media = await navigator.mediaDevices.getUserMedia({ audio: raw });
  for (const track of canvas.captureStream(10).getTracks()) media.addTrack(track);

  const connections = new Map<string, RTCPeerConnection>();
  const connect = (name: string): RTCPeerConnection => {
    const connection = new RTCPeerConnection();
    connections.get(name)?.close();
    connections.set(name, connection);
    for (const track of media.getTracks()) connection.addTrack(track, media);
    connection.ontrack = ({ streams: [stream] }) => {
      if (!stream) return;
      let video = document.querySelector<HTMLVideoElement>(`video[data-name="${name}"]`);
      if (!video) {
        video = Object.assign(document.createElement('video'), { muted: true, autoplay: true });
        video.dataset.name = name;
        document.body.append(video);
      }
      if (video.srcObject !== stream) video.srcObject = stream;
    };
    return connection;
  };
  const described = async (connection: RTCPeerConnection): Promise<string> => {
    await connection.setLocalDescription();
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (connection.iceGatheringState === 'complete') resolve();
      };
      connection.onicegatheringstatechange = look;
      look();
    });
    return connection.localDescription?.sdp ?? '';
  };
  const soak: SoakPage = {
    offer: (to) => described(connect(to)),
    async answer(from, sdp) {
      const connection = connect(from);
      await connection.setRemoteDescription({ type: 'offer', sdp });
      return described(connection);
    },
    async accept(from, sdp) {
      await connections.get(from)?.setRemoteDescription({ type: 'answer', sdp });
    },
    leave() {
      for (const connection of connections.values()) connection.close();
      connections.clear();
      for (const video of document.querySelectorAll('video')) {
        video.srcObject = null;
        video.remove();
      }
    },
    mute(muted) {
      for (const track of media.getAudioTracks()) track.enabled = !muted;
    },
  };
  (globalThis as unknown as { soak: SoakPage }).soak = soak;
}
