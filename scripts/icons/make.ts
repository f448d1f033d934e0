/**
 * Draws the toolbar and store icons into store-assets/icons/<state>-<size>.png. Every state has a silhouette of its own
 * (broken ring, ring, target, seal, half a seal, diamond, triangle), since a toolbar icon must not speak by colour alone.
 *
 *     node --import tsx scripts/icons/make.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallState } from '../../src/call/state.ts';
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

/** A wax seal: a disc with a wavy rim. */
const seal: Shape = (x, y) => Math.hypot(x, y) <= 0.9 + 0.075 * Math.cos(10 * Math.atan2(y, x) + Math.PI / 2);

const either =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    shapes.some((shape) => shape(x, y));

const keyhole = either(
  disc(0, -0.16, 0.24),
  roundedPolygon(
    [
      [-0.06, -0.1],
      [0.06, -0.1],
      [0.13, 0.4],
      [-0.13, 0.4],
    ],
    0.06,
  ),
);

const LAYERS: Readonly<Record<CallState, readonly Layer[]>> = {
  // A ring that does not close, with a question in it.
  unproven: [
    {
      shape: (x, y) => ring(0.94, 0.7)(x, y) && Math.abs((((Math.atan2(y, x) * 180) / Math.PI + 360) % 90) - 45) > 14,
      colour: [208, 52, 44],
    },
    {
      shape: either(
        (x, y) => ring(0.42, 0.2)(x, y + 0.16) && !(x < 0.02 && y > -0.16),
        stroke(0, 0.16, 0, 0.24, 0.22),
        disc(0, 0.5, 0.13),
      ),
      colour: [208, 52, 44],
    },
  ],
  off: [{ shape: ring(0.88, 0.62), colour: [122, 132, 144] }],
  armed: [{ shape: either(ring(0.94, 0.7), disc(0, 0, 0.42)), colour: [46, 124, 214] }],
  sealed: [
    { shape: seal, colour: [14, 138, 108] },
    { shape: either(stroke(-0.42, 0.04, -0.12, 0.36, 0.25), stroke(-0.12, 0.36, 0.44, -0.32, 0.25)), colour: WHITE },
  ],
  mixed: [
    {
      shape: either(
        (x, y) => x <= 0 && seal(x, y),
        (x, y) => x > 0.12 && ring(0.9, 0.66)(x, y),
      ),
      colour: [176, 96, 12],
    },
    { shape: either(stroke(-0.62, 0.02, -0.42, 0.26, 0.2), stroke(-0.42, 0.26, -0.14, -0.3, 0.2)), colour: WHITE },
  ],
  'no-key': [
    {
      shape: roundedPolygon(
        [
          [0, -0.84],
          [0.84, 0],
          [0, 0.84],
          [-0.84, 0],
        ],
        0.14,
      ),
      colour: [224, 150, 18],
    },
    { shape: keyhole, colour: [50, 32, 0] },
  ],
  broken: [
    {
      shape: roundedPolygon(
        [
          [0, -0.78],
          [0.84, 0.72],
          [-0.84, 0.72],
        ],
        0.14,
      ),
      colour: [208, 52, 44],
    },
    { shape: either(stroke(0, -0.32, 0, 0.2, 0.24), disc(0, 0.54, 0.14)), colour: WHITE },
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
for (const [state, layers] of Object.entries(LAYERS)) {
  for (const size of SIZES) writeFileSync(join(folder, `${state}-${size}.png`), encodePng(size, draw(layers, size)));
}
