/** What the SFU negotiates: one codec per kind, and only header extensions it can forward. */
import {
  type PeerConfig,
  type RTCRtpCodecParameters,
  type RTCRtpHeaderExtensionParameters,
  useAudioLevelIndication,
  useAV1X,
  useH264,
  useOPUS,
  useSdesMid,
  useVP8,
  useVP9,
} from 'werift';

export type VideoCodec = 'vp8' | 'vp9' | 'h264' | 'av1';

const VIDEO: Readonly<Record<VideoCodec, () => RTCRtpCodecParameters>> = {
  vp8: useVP8,
  vp9: useVP9,
  h264: useH264,
  av1: () => useAV1X({ mimeType: 'video/AV1' }),
};

/** A peer connection's configuration: loopback only, no STUN server. */
export function configurationFor(codec: VideoCodec): Partial<PeerConfig> {
  return {
    iceServers: [],
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceInterfaceAddresses: { udp4: '127.0.0.1' },
    iceUseIpv6: false,
    bundlePolicy: 'max-bundle',
    codecs: { audio: [useOPUS()], video: [VIDEO[codec]()] },
    headerExtensions: {
      // No transport-wide congestion control: on a busy machine its delays would starve the picture. What is left are
      // receiver reports, so senders slow down for loss alone.
      audio: [useSdesMid(), useAudioLevelIndication()],
      video: [useSdesMid()],
    },
  };
}

/** The id that a connection gave to the audio level (RFC 6464); undefined when it was not negotiated. */
export function audioLevelId(extensions: readonly RTCRtpHeaderExtensionParameters[]): number | undefined {
  return extensions.find(({ uri }) => uri.endsWith('ssrc-audio-level'))?.id;
}

/** Whether an RTP payload begins a key frame, as an SFU sees it in the clear payload descriptor or frame header. */
export function beginsKeyFrame(codec: VideoCodec, payload: Buffer): boolean {
  const first = payload.readUInt8(0);
  switch (codec) {
    case 'vp8': {
      if ((first & 0x17) !== 0x10) return false;
      const frame = payload.subarray(vp8DescriptorLength(payload));
      return frame.byteLength > 0 && (frame.readUInt8(0) & 1) === 0;
    }
    case 'vp9': // not inter-picture predicted, begin of a frame
      return (first & 0x48) === 0x08;
    case 'h264': // SPS, alone or first in a STAP-A
      return (first & 0x1f) === 7 || ((first & 0x1f) === 24 && ((payload[3] ?? 0) & 0x1f) === 7);
    case 'av1': // first packet of a coded video sequence
      return (first & 0x08) !== 0;
  }
}

/** RFC 7741 section 4.2. */
function vp8DescriptorLength(payload: Buffer): number {
  if (!((payload[0] ?? 0) & 0x80)) return 1;
  const extension = payload[1] ?? 0;
  const pictureId = extension & 0x80 ? ((payload[2] ?? 0) & 0x80 ? 2 : 1) : 0;
  return 2 + pictureId + (extension & 0x40 ? 1 : 0) + (extension & 0x30 ? 1 : 0);
}
