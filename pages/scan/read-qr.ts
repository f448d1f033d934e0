import { decodeQR } from 'qr/decode.js';

/** Longest sides in pixels at which a picture is looked at: a large photo is sharp enough, and a blurred one sharper. */
const SIDES = [1600, 800, 400];
/** Milliseconds for the reader's harder tries at one size of a still picture. */
const PATIENCE_MS = 800;
const EFFORT = 4;

/** @returns what the QR code in one frame of a camera says, or undefined; a later frame may show it better */
export function readFrame(video: HTMLVideoElement): string | undefined {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0 || videoHeight === 0) return undefined;
  return read(video, { width: videoWidth, height: videoHeight }, SIDES[1] ?? 800, {});
}

/**
 * @returns what the QR code in a picture says, or undefined when none was found
 * @throws DOMException when the file is no picture that the browser can open
 */
export async function readPicture(file: Blob): Promise<string | undefined> {
  const picture = await createImageBitmap(file);
  try {
    for (const side of SIDES) {
      const found = read(picture, picture, side, { effort: EFFORT, timeLimit: PATIENCE_MS });
      if (found !== undefined) return found;
    }
    return undefined;
  } finally {
    picture.close();
  }
}

function read(
  source: CanvasImageSource,
  size: { readonly width: number; readonly height: number },
  side: number,
  options: { readonly effort?: number; readonly timeLimit?: number },
): string | undefined {
  const scale = Math.min(1, side / Math.max(size.width, size.height));
  const [width, height] = [Math.max(1, Math.round(size.width * scale)), Math.max(1, Math.round(size.height * scale))];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) return undefined;
  context.fillStyle = '#fff'; // under what is transparent
  context.fillRect(0, 0, width, height);
  context.drawImage(source, 0, 0, width, height);
  try {
    return decodeQR(context.getImageData(0, 0, width, height), options);
  } catch {
    return undefined; // its way to say that there is none
  }
}
