/** The one picture that all lock cards are made of: a padlock on a dark ground. */

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** RGB, 3 bytes per pixel. */
  readonly rgb: Uint8Array;
}

const GROUND = [24, 32, 42] as const;
const BODY = [72, 196, 176] as const;
const HOLE = [18, 52, 56] as const;

/** Draws the padlock in the middle, antialiased by 4 x 4 samples per pixel. @param width, height in pixels */
export function drawLockCard(width: number, height: number): Picture {
  const rgb = new Uint8Array(width * height * 3);
  const scale = height / 96;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sum = [0, 0, 0];
      for (let s = 0; s < 16; s++) {
        const px = (x + ((s % 4) + 0.5) / 4 - width / 2) / scale;
        const py = (y + (Math.floor(s / 4) + 0.5) / 4 - height / 2) / scale;
        const colour = colourAt(px, py);
        for (let c = 0; c < 3; c++) sum[c] = (sum[c] ?? 0) + (colour[c] ?? 0);
      }
      for (let c = 0; c < 3; c++) rgb[(y * width + x) * 3 + c] = Math.round((sum[c] ?? 0) / 16);
    }
  }
  return { width, height, rgb };
}

/** @param x, y from the middle, in units of which the card is 96 high */
function colourAt(x: number, y: number): readonly number[] {
  const body = Math.abs(x) <= 22 && y >= -4 && y <= 30;
  const hole = Math.hypot(x, y - 9) <= 4.5 || (Math.abs(x) <= 2 && y >= 9 && y <= 20);
  const ring = Math.hypot(x, y + 14);
  const shackle = (y < -14 ? ring <= 17 && ring >= 11 : Math.abs(x) >= 11 && Math.abs(x) <= 17) && y >= -31 && y <= -4;
  if (body) return hole ? HOLE : BODY;
  return shackle ? BODY : GROUND;
}
