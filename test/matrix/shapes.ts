/** What a sender of a shaped call sends; pages/shapes.js makes it so. */

export type AudioCodec = 'opus' | 'red' | 'G722' | 'PCMU';
export type VideoCodec = 'VP8' | 'VP9' | 'AV1' | 'H264' | 'H265';

export interface AudioShape {
  readonly codec: AudioCodec;
  /** Milliseconds of sound in a packet; the browser's own choice without it. */
  readonly ptime?: number;
  /** What the receiver asks of an Opus encoder (RFC 7587 section 6.1), such as 'stereo=1'. */
  readonly parameters?: readonly string[];
}

export interface VideoShape {
  readonly codec: VideoCodec;
  readonly encodings?: readonly (RTCRtpEncodingParameters & { readonly scalabilityMode?: string })[];
  readonly width?: number;
  readonly height?: number;
  readonly frameRate?: number;
  readonly source?: 'camera' | 'canvas';
}

export interface Shape {
  readonly audio?: AudioShape;
  readonly video?: VideoShape;
  /** A screen beside the camera, as a track of its own. */
  readonly screen?: Pick<VideoShape, 'codec'>;
}
