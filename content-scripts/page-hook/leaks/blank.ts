/** Black pictures and silence of the same size and time, in place of what a page must not get. */
import { construct } from '../natives.ts';
import { isAudioData, isVideoFrame, NativeAudioData, NativeOffscreenCanvas, NativeVideoFrame } from './kinds.ts';

const LUMA_BLACK = 16;
const CHROMA_GREY = 128;

/** A black frame like `frame`; undefined when that is closed. */
function blackFrame(frame: VideoFrame): VideoFrame | undefined {
  const { displayWidth: width, displayHeight: height, timestamp, duration } = frame;
  if (!NativeVideoFrame || frame.codedWidth === 0) return undefined;
  const luma = width * height;
  const chroma = Math.ceil(width / 2) * Math.ceil(height / 2);
  const samples = new Uint8Array(luma + 2 * chroma).fill(CHROMA_GREY).fill(LUMA_BLACK, 0, luma);
  const options = { format: 'I420', codedWidth: width, codedHeight: height, timestamp, ...(duration && { duration }) };
  return construct(NativeVideoFrame, [samples, options]) as VideoFrame;
}

/** Silence as long as `data`; undefined when that is closed. */
function silence(data: AudioData): AudioData | undefined {
  const { sampleRate, numberOfFrames, numberOfChannels, timestamp } = data;
  if (!NativeAudioData || numberOfFrames === 0) return undefined;
  const samples = new Float32Array(numberOfFrames * numberOfChannels);
  const options = { format: 'f32', sampleRate, numberOfFrames, numberOfChannels, timestamp, data: samples };
  return construct(NativeAudioData, [options]) as AudioData;
}

/** A black frame or silence for a frame or sound; anything else, also a closed one, as it is. */
export function blanked<T>(media: T): T {
  if (isVideoFrame(media)) return (blackFrame(media) ?? media) as T;
  if (isAudioData(media)) return (silence(media) ?? media) as T;
  return media;
}

/** A black canvas of that size, in no document. */
export function blackCanvas(width: number, height: number): OffscreenCanvas | undefined {
  if (!NativeOffscreenCanvas) return undefined;
  const canvas = construct(NativeOffscreenCanvas, [width, height]) as OffscreenCanvas;
  canvas.getContext('2d')?.fillRect(0, 0, width, height);
  return canvas;
}
