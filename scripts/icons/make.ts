/**
 * Draws the toolbar and store icons into store-assets/icons/<icon>-<size>.png: one padlock, open or closed, with what it has
 * to say in its body, since a toolbar icon must not speak by colour alone.
 *
 *     node --import tsx scripts/icons/make.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Icon } from '../../src/call/icon.ts';
import { encodePng } from './png.ts';

/** Whether the point belongs to the shape; x and y run from -1 to 1, y downwards. */
type Shape = (x: number, y: number) => boolean;
type Rgb = readonly [red: number, green: number, blue: number];
interface Layer {
  readonly shape: Shape;
  readonly colour: Rgb;
}

const SIZES = [16, 32, 48, 128] as const;
const SAMPLES = 8;
const WHITE: Rgb = [255, 255, 255];

const disc =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) =>
    Math.hypot(x - cx, y - cy) <= radius;

const ring =
  (outer: number, inner: number): Shape =>
  (x, y) => {
    const distance = Math.hypot(x, y);
    return distance <= outer && distance >= inner;
  };

/** A stroke with round ends. */
const stroke =
  (x1: number, y1: number, x2: number, y2: number, width: number): Shape =>
  (x, y) => {
    const along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2);
    const t = Math.min(1, Math.max(0, along));
    return Math.hypot(x - x1 - t * (x2 - x1), y - y1 - t * (y2 - y1)) <= width / 2;
  };

/** A polygon with corners rounded by `radius`: all points no further than that from the corners' convex polygon. */
const roundedPolygon = (corners: readonly (readonly [number, number])[], radius: number): Shape => {
  const edges = corners.map(([x, y], index) => {
    const [nextX, nextY] = corners[(index + 1) % corners.length] ?? [x, y];
    return { x, y, nextX, nextY, border: stroke(x, y, nextX, nextY, 2 * radius) };
  });
  return (px, py) =>
    edges.every(({ x, y, nextX, nextY }) => (nextX - x) * (py - y) - (nextY - y) * (px - x) >= 0) ||
    edges.some(({ border }) => border(px, py));
};

const either =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    shapes.some((shape) => shape(x, y));

/** The padlock's body, and the same without its inside. */
const body = roundedPolygon(
  [
    [-0.56, 0],
    [0.56, 0],
    [0.56, 0.78],
    [-0.56, 0.78],
  ],
  0.16,
);
const inside = roundedPolygon(
  [
    [-0.46, 0.1],
    [0.46, 0.1],
    [0.46, 0.68],
    [-0.46, 0.68],
  ],
  0.06,
);
const outline: Shape = (x, y) => body(x, y) && !inside(x, y);

/** The shackle: an arch on two legs. Of an open padlock it stands higher, and one leg is free. */
const arch =
  (lift: number): Shape =>
  (x, y) => {
    const distance = Math.hypot(x, y + 0.36 + lift);
    return y + 0.36 + lift <= 0 && distance <= 0.5 && distance >= 0.28;
  };
const leg =
  (side: -1 | 1, top: number, bottom: number): Shape =>
  (x, y) =>
    Math.abs(x - side * 0.39) <= 0.11 && y >= top && y <= bottom;
const shut = either(arch(0), leg(-1, -0.36, 0), leg(1, -0.36, 0));
const open = either(arch(0.08), leg(-1, -0.44, 0), leg(1, -0.44, -0.3));

const GREEN: Rgb = [14, 138, 108];
const AMBER: Rgb = [200, 120, 10];
const RED: Rgb = [208, 52, 44];
const GREY: Rgb = [122, 132, 144];
const BLUE: Rgb = [46, 124, 214];

/** A question mark in the body. */
const question = either(
  (x, y) => ring(0.25, 0.09)(x, y - 0.25) && !(x < 0.02 && y > 0.25),
  stroke(0, 0.42, 0, 0.5, 0.16),
  disc(0, 0.7, 0.1),
);

const LAYERS: Readonly<Record<Icon, readonly Layer[]>> = {
  off: [{ shape: either(outline, open), colour: GREY }],
  // Nothing in it, and nothing whole about it.
  unproven: [
    { shape: (x, y) => either(outline, open)(x, y) && Math.abs(((x + y + 4) % 0.5) - 0.25) > 0.08, colour: RED },
  ],
  waiting: [
    { shape: either(body, shut), colour: BLUE },
    { shape: disc(0, 0.39, 0.36), colour: WHITE },
    { shape: either(stroke(0, 0.16, 0, 0.39, 0.13), stroke(0, 0.39, 0.17, 0.39, 0.13)), colour: BLUE },
  ],
  sealed: [{ shape: either(body, shut), colour: GREEN }],
  compared: [
    { shape: either(body, shut), colour: GREEN },
    { shape: either(stroke(-0.32, 0.4, -0.1, 0.62, 0.2), stroke(-0.1, 0.62, 0.34, 0.14, 0.2)), colour: WHITE },
  ],
  partly: [{ shape: either(shut, outline, (x, y) => x <= 0 && body(x, y)), colour: AMBER }],
  key: [
    { shape: either(body, open), colour: [224, 150, 18] },
    { shape: question, colour: [50, 32, 0] },
  ],
  // Open, and an arrow out of it.
  exposed: [
    { shape: either(body, open), colour: RED },
    {
      shape: either(stroke(0, 0.2, 0, 0.64, 0.16), stroke(0, 0.16, -0.2, 0.38, 0.16), stroke(0, 0.16, 0.2, 0.38, 0.16)),
      colour: WHITE,
    },
  ],
  stopped: [
    { shape: either(body, shut), colour: RED },
    { shape: either(stroke(0, 0.12, 0, 0.42, 0.2), disc(0, 0.66, 0.12)), colour: WHITE },
  ],
};

/** RGBA pixels, 4 bytes each, row by row; edges smoothed by SAMPLES x SAMPLES points per pixel. */
function draw(layers: readonly Layer[], size: number): Uint8Array {
  // The stores want 96 of the 128 pixels drawn and the rest left clear; in the toolbar every pixel counts.
  const half = size === 128 ? 48 : size / 2;
  const pixels = new Uint8Array(size * size * 4);
  for (let pixel = 0; pixel < size * size; pixel++) {
    const sum: [number, number, number] = [0, 0, 0];
    let covered = 0;
    for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
      const x = ((pixel % size) + ((sample % SAMPLES) + 0.5) / SAMPLES - size / 2) / half;
      const y = (Math.floor(pixel / size) + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES - size / 2) / half;
      const top = layers.findLast(({ shape }) => shape(x, y));
      if (!top) continue;
      covered++;
      for (const channel of [0, 1, 2] as const) sum[channel] += top.colour[channel];
    }
    if (covered === 0) continue;
    const alpha = Math.round((255 * covered) / (SAMPLES * SAMPLES));
    pixels.set([...sum.map((value) => Math.round(value / covered)), alpha], pixel * 4);
  }
  return pixels;
}

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../store-assets/icons');
mkdirSync(folder, { recursive: true });
for (const [icon, layers] of Object.entries(LAYERS)) {
  for (const size of SIZES) writeFileSync(join(folder, `${icon}-${size}.png`), encodePng(size, draw(layers, size)));
}
