// What a call sends: its tracks, its codecs, its layers. Plain WebRTC, as a vendor would write it.

/** A camera, a microphone and a screen as `shape` wants them; nothing of it is sent yet. */
async function captureShape({ audio, video, screen }) {
  const { width = 480, height = 272, frameRate = 20, source = 'camera' } = video ?? {};
  const camera = video && source === 'camera' && { width, height, frameRate };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: raw(), video: camera || false });
  const tracks = { audio: audio && stream.getAudioTracks()[0], video: stream.getVideoTracks()[0] };
  if (video && source === 'canvas') tracks.video = movingCanvas(width, height, frameRate);
  if (screen) [tracks.screen] = (await navigator.mediaDevices.getDisplayMedia({ video: true })).getVideoTracks();
  return tracks;
}

/** Transceivers of `shape` on `connection`, without their tracks. The camera is one stream, the screen another. */
function addShape(connection, { audio, video, screen }) {
  const [camera, display] = [new MediaStream(), new MediaStream()];
  const add = (kind, stream, codec, sendEncodings) => {
    const transceiver = connection.addTransceiver(kind, {
      direction: 'sendonly',
      streams: [stream],
      ...(sendEncodings && { sendEncodings }),
    });
    transceiver.setCodecPreferences(only(kind, codec));
    return transceiver.sender;
  };
  return {
    ...(audio && { audio: add('audio', camera, audio.codec) }),
    ...(video && { video: add('video', camera, video.codec, video.encodings) }),
    ...(screen && { screen: add('video', display, screen.codec) }),
  };
}

/** This codec alone, with retransmission where there is any; RED is nothing without what it holds. */
function only(kind, codec) {
  const { codecs } = RTCRtpSender.getCapabilities(kind);
  const wanted = codec === 'red' ? ['red', 'opus'] : [codec, 'rtx'];
  const of = ({ mimeType }) => mimeType.split('/')[1].toLowerCase();
  const chosen = wanted.flatMap((name) => codecs.filter((candidate) => of(candidate) === name.toLowerCase()));
  // Firefox writes its H.264 profiles in an order of its own; every decoder here has the constrained baseline.
  return chosen.toSorted((one, other) => Number(isBaseline(other)) - Number(isBaseline(one)));
}

function isBaseline({ sdpFmtpLine = '' }) {
  return /packetization-mode=1/.test(sdpFmtpLine) && /profile-level-id=42e0/i.test(sdpFmtpLine);
}

/** Firefox leaves feedback lines of codecs that it was told not to offer; Chromium refuses a description with them. */
function withoutOrphans(sdp) {
  const sections = sdp.split(/(?=^m=)/m).map((section) => {
    const offered = new Set(/^m=\S+ \S+ \S+ (.*)$/m.exec(section)?.[1].trim().split(' '));
    return section.replace(/^a=rtcp-fb:(\d+) .*\r\n/gm, (line, type) => (offered.has(type) ? line : ''));
  });
  return sections.join('');
}

/**
 * Without transport-wide congestion control for sound. Where there are no pictures a sender would probe the bandwidth on
 * its sound's stream, with some twenty packets that are padding alone; they count as sent, and no frame is in them.
 */
function withoutProbes(sdp) {
  const sections = sdp.split(/(?=^m=)/m).map((section) => {
    if (!section.startsWith('m=audio')) return section;
    return section.replace(/^a=(?:rtcp-fb:\d+ transport-cc|extmap:\d+ \S+transport-wide-cc\S*)\r\n/gm, '');
  });
  return sections.join('');
}

/** The remote description that makes a sender's Opus encoder do as `opus` says (RFC 7587 section 6.1). */
function withOpus(sdp, { ptime, parameters } = {}) {
  const [, payloadType] = /a=rtpmap:(\d+) opus\//i.exec(sdp) ?? [];
  if (!payloadType || (!ptime && !parameters)) return sdp;
  const lines = sdp.split('\r\n').filter((line) => !(ptime && /^a=(max)?ptime:/.test(line)));
  const at = lines.findIndex((line) => line.startsWith(`a=fmtp:${payloadType} `));
  const given = at < 0 ? [] : lines[at].split(' ')[1].split(';');
  const set = new Map([...given, ...(parameters ?? [])].map((parameter) => parameter.trim().split('=')));
  if (at >= 0) lines.splice(at, 1);
  const rtpmap = lines.findIndex((line) => line.startsWith(`a=rtpmap:${payloadType} `));
  const text = [...set].map(([name, value]) => `${name}=${value}`).join(';');
  const added = [...(text ? [`a=fmtp:${payloadType} ${text}`] : []), ...(ptime ? [`a=ptime:${ptime}`] : [])];
  if (ptime) added.push(`a=maxptime:${Math.max(ptime, 120)}`);
  lines.splice(rtpmap + 1, 0, ...added);
  return lines.join('\r\n');
}

// For shaped-call.js.
Object.assign(window, { captureShape, addShape, withOpus, withoutOrphans, withoutProbes });
