export type EncodedFrame = RTCEncodedVideoFrame | RTCEncodedAudioFrame;

/** The codec of this very frame, such as 'video/VP8'. It may change from one frame to the next. */
export function mimeTypeOf(frame: EncodedFrame): string {
  return frame.getMetadata().mimeType ?? '';
}

/** RTP timestamp, 32 bits, in ticks of the codec's clock. */
export function rtpTimestampOf(frame: EncodedFrame): number {
  const { rtpTimestamp } = frame.getMetadata();
  return rtpTimestamp ?? frame.timestamp ?? 0;
}

/** Audio frames have no type; each of them stands alone, and counts as no key frame in the AAD. */
export function isKeyFrame(frame: EncodedFrame): boolean {
  return 'type' in frame && frame.type === 'key';
}

/** Received frames that hold our lock card or silence, in place of something that did not open. */
const placeholders = new WeakSet<EncodedFrame>();

/** Puts our own card or silence into a received frame. */
export function fillWithPlaceholder(frame: EncodedFrame, card: Uint8Array<ArrayBuffer>): void {
  frame.data = card.buffer;
  placeholders.add(frame);
}

export function isPlaceholder(frame: EncodedFrame): boolean {
  return placeholders.has(frame);
}

/** Sound in RED payloads (RFC 2198). Browsers pack before our transform and unpack after it. */
export function isRed(mimeType: string): boolean {
  return mimeType.toLowerCase() === 'audio/red';
}
