/** Runs in the page: a call with itself, whose source moves, stands still, or gives a picture now and then. */

export interface Rig {
  start(shape: { readonly kind: 'audio' | 'video'; readonly mimeType: string; readonly layers: number }): Promise<void>;
  /** Pictures a second that are drawn from now on; 0 is a source that stands still. Sound is muted. */
  draw(rate: number): void;
  /** Sends another source in place of the first. */
  replace(): Promise<void>;
  sent(): Promise<{ readonly frames: number; readonly bytes: number; readonly codec: string }>;
}

/** Puts `rig` into the page. */
export function installRig(): void {
  const size = { width: 640, height: 360 };
  const canvas = Object.assign(document.createElement('canvas'), size);
  const context = canvas.getContext('2d');
  let connection: RTCPeerConnection | undefined;
  let sender: RTCRtpSender | undefined;
  let sound: MediaStreamTrack | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;

  const picture = (): void => {
    if (!context) return;
    for (let i = 0; i < 400; i++) {
      context.fillStyle = `hsl(${Math.random() * 360} 80% ${Math.random() * 100}%)`;
      context.fillRect(Math.random() * size.width, Math.random() * size.height, 40, 24);
    }
  };
  // Not by an AudioContext: without a sound card Firefox's does not run.
  const microphone = async (): Promise<MediaStreamTrack | undefined> => {
    const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    [sound] = (await navigator.mediaDevices.getUserMedia({ audio: raw })).getTracks();
    return sound;
  };

  const rig: Rig = {
    async start({ kind, mimeType, layers }) {
      const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
      connection = from;
      from.onicecandidate = ({ candidate }) => void to.addIceCandidate(candidate ?? undefined);
      to.onicecandidate = ({ candidate }) => void from.addIceCandidate(candidate ?? undefined);
      const [drawn] = canvas.captureStream(30).getVideoTracks();
      const track = kind === 'video' ? drawn : await microphone();
      if (!track) throw new Error('no source');
      const sendEncodings = Array.from({ length: layers }, (_, i) => ({
        rid: `r${i}`,
        scaleResolutionDownBy: 2 ** (layers - 1 - i),
      }));
      const transceiver = from.addTransceiver(track, {
        direction: 'sendonly',
        ...(kind === 'video' && layers > 1 && { sendEncodings }),
      });
      sender = transceiver.sender;
      const codecs = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
      const wanted = codecs.filter((codec) => codec.mimeType.toLowerCase() === mimeType.toLowerCase());
      if (wanted.length === 0) throw new Error(`no ${mimeType}`);
      const rtx = codecs.filter((codec) => codec.mimeType.toLowerCase() === 'video/rtx');
      transceiver.setCodecPreferences([...wanted, ...rtx]);
      await from.setLocalDescription();
      const layered = from.localDescription;
      if (!layered) throw new Error('no offer');
      await to.setRemoteDescription(layered);
      await to.setLocalDescription();
      let answer = to.localDescription?.sdp ?? '';
      // A page takes one stream; a server that takes all would say so.
      if (layers > 1 && !answer.includes('a=simulcast')) {
        const ids = sendEncodings.map(({ rid }) => rid);
        answer += `${ids.map((id) => `a=rid:${id} recv\r\n`).join('')}a=simulcast:recv ${ids.join(';')}\r\n`;
      }
      await from.setRemoteDescription({ type: 'answer', sdp: answer });
    },
    draw(rate) {
      clearInterval(timer);
      if (sound) sound.enabled = rate > 0;
      if (rate > 0) timer = setInterval(picture, 1_000 / rate);
    },
    async replace() {
      const [drawn] = canvas.captureStream(30).getVideoTracks();
      const track = sound ? await microphone() : drawn;
      await sender?.replaceTrack(track ?? null);
    },
    async sent() {
      let [frames, bytes, codec] = [0, 0, ''];
      const report = await connection?.getStats();
      for (const stats of report?.values() ?? []) {
        if (stats.type !== 'outbound-rtp') continue;
        frames += stats.framesSent ?? 0;
        bytes += stats.bytesSent - (stats.retransmittedBytesSent ?? 0);
        codec = (report?.get(stats.codecId) as { mimeType?: string } | undefined)?.mimeType ?? codec;
      }
      return { frames, bytes, codec };
    },
  };
  (globalThis as unknown as { rig: Rig }).rig = rig;
}
