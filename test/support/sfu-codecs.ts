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
  useTransportWideCC,
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
      audio: [useSdesMid(), useAudioLevelIndication(), useTransportWideCC()],
      video: [useSdesMid(), useTransportWideCC()],
    },
  };
}

/** The id that a connection gave to the audio level (RFC 6464); undefined when it was not negotiated. */
export function audioLevelId(extensions: readonly RTCRtpHeaderExtensionParameters[]): number | undefined {
  return extensions.find(({ uri }) => uri.endsWith('ssrc-audio-level'))?.id;
}
