/** How a prepared cover is made of the lock card, and the file that its bytes are committed in. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { ivfFrames } from './containers.ts';
import { ffmpeg } from './decode.ts';
import { drawCardPicture } from './lock-card.ts';

/** Prepared covers do not state the true size of the picture. Most pictures have these proportions. */
export const CARD_SIZE = { width: 320, height: 180 } as const;

export interface Recipe {
  /** The file with the constants. */
  readonly file: string;
  /** ffmpeg's encoder and its settings. */
  readonly encoder: readonly string[];
  /** What becomes of the first two frames of a picture that stands still. */
  readonly constants: (key: Uint8Array, delta: Uint8Array) => Readonly<Record<string, Uint8Array>>;
}

/** What a committed file was made of: the picture and the settings, but not the version of the encoder. */
export function digestOf({ encoder }: Recipe): string {
  return createHash('sha256')
    .update(picture())
    .update(JSON.stringify([CARD_SIZE, encoder]))
    .digest('hex');
}

/** Whether the committed file was made of today's picture and settings. */
export function isUpToDate(recipe: Recipe): boolean {
  return readFileSync(recipe.file, 'utf8').includes(digestOf(recipe));
}

/** Encodes the card and writes the file. @throws Error when the encoder fails or makes a frame that does not serve */
export function cook(recipe: Recipe): void {
  const { width, height } = CARD_SIZE;
  const still = Buffer.concat([picture(), picture()]);
  const input = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-i', '-'];
  const [key, delta] = ivfFrames(ffmpeg(still, [...input, ...recipe.encoder, '-threads', '1', '-f', 'ivf', '-']));
  if (!key || !delta) throw new Error('the encoder made too few frames');
  const constants = Object.entries(recipe.constants(key, delta)).map(
    ([name, bytes]) => `export const ${name} = fromHex(\n  '${Buffer.from(bytes).toString('hex')}',\n);\n`,
  );
  const head = `// Written by "npm run covers". Made of ${digestOf(recipe)}.\nimport { fromHex } from './hex.ts';\n\n`;
  writeFileSync(recipe.file, head + constants.join(''));
}

function picture(): Buffer {
  const { luma, chroma } = drawCardPicture(CARD_SIZE.width, CARD_SIZE.height);
  return Buffer.concat([luma, chroma]);
}
