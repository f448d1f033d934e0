/** The scenes that show all cells: in each a browser sends one sound and one picture to everybody. */
import type { BrowserName } from '../support/browsers.ts';
import { impossible } from './impossible.ts';
import { type Cell, type Medium, type Path, PICTURES, type Picture, SOUNDS, type Sound } from './media.ts';
import { BROWSERS } from './participants.ts';
import type { Shape } from './shapes.ts';

/** One browser sends a sound and a picture to everybody. */
export interface Scene {
  readonly path: Path;
  readonly from: BrowserName;
  readonly sound: Sound;
  readonly picture: Picture | undefined;
}

export const PATHS: readonly Path[] = ['direct', 'Janus'];

/** All cells there are, possible or not. */
export function allCells(): Cell[] {
  return [...SOUNDS, ...PICTURES].flatMap((medium) =>
    medium.paths.flatMap((path) => BROWSERS.flatMap((from) => BROWSERS.map((to) => ({ medium, path, from, to })))),
  );
}

/** Whether `to` can get this medium of the scene. */
export function reaches({ path, from }: Scene, medium: Medium, to: BrowserName): boolean {
  return !impossible({ medium, path, from, to });
}

/** Each sound and each picture in turn. When there are no sounds left, they come again beside the pictures. */
export function scenesOf(path: Path, from: BrowserName): Scene[] {
  const possible = <T extends Medium>(media: readonly T[]): T[] =>
    media.filter(
      (medium) => medium.paths.includes(path) && BROWSERS.some((to) => !impossible({ medium, path, from, to })),
    );
  const [sounds, pictures] = [possible(SOUNDS), possible(PICTURES)];
  return Array.from({ length: Math.max(sounds.length, pictures.length) }, (_, i) => ({
    path,
    from,
    sound: sounds[i % sounds.length] as Sound,
    picture: pictures[i],
  }));
}

export function nameOf({ path, from, sound, picture }: Scene): string {
  const media = [sound, ...(picture ? [picture] : [])].map(({ codec, shape }) => `${codec} ${shape}`);
  return `${path}, from ${from}: ${media.join(' and ')}`;
}

/** What the sender is to send. Firefox' fake camera hardly moves. */
export function shapeOf({ from, sound, picture }: Scene): Shape {
  return {
    audio: sound.audio,
    ...(picture && { video: { ...picture.video, source: from === 'firefox' ? 'canvas' : 'camera' } }),
    ...(picture?.screen && { screen: { codec: picture.video.codec } }),
  };
}

export const ALL: readonly Scene[] = PATHS.flatMap((path) => BROWSERS.flatMap((from) => scenesOf(path, from)));

/**
 * Every codec, spatial layers, and Firefox as a sender: what `npm test` has time for. Simulcast is left out, since browsers
 * switch layers off on a machine that is busy.
 */
export const QUICK: readonly Scene[] = ALL.filter(({ path, from, picture }) => {
  if (!picture) return false;
  const { codec, shape } = picture;
  if (from === 'firefox') return path === 'Janus' && codec === 'VP8' && shape === 'L1T1';
  return path === 'direct' ? shape === 'L1T1' : shape === 'L3T3';
});
