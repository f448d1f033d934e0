import { mostUrgent } from '../../src/call/most-urgent.ts';
import { PLAYBACK_STATES, type PlaybackState } from '../../src/call/playback.ts';
import type { Output } from './page-output.ts';
import type { Realm } from './realm.ts';
import { SilentTrack } from './silent-track.ts';
import { type Heard, SoundLoopBack } from './sound-loop-back.ts';

/** Milliseconds before a loop-back that failed is made again. */
const PAUSE_MS = 5_000;
/** As many as the worker ever asks for. */
const MOST = 16;

/** Makes the transform that fills the frames of a voice's loop-back. */
type TransformFor = (voice: string) => RTCRtpScriptTransform;

/** The loop-backs of a document: one for each voice that the frame worker has to be heard. */
export class SoundLoopBacks {
  readonly #all = new Map<string, SoundLoopBack>();
  readonly #output: () => Output;
  #wanted: readonly string[] = [];
  #transform: TransformFor | undefined;
  #silence: SilentTrack | undefined;
  #shown = false;
  #failedAt = Number.NEGATIVE_INFINITY;

  /** @param output says how the page plays the others' sound now */
  constructor(output: () => Output) {
    this.#output = output;
  }

  /** Of all of them. */
  get state(): PlaybackState {
    if (performance.now() - this.#failedAt < PAUSE_MS) return 'failed';
    const all = Array.from(this.#all.values());
    // Firefox without a sound card says that it does not run, and makes frames all the same.
    const isHeldBack = this.#silence?.runs === false && all.some(({ isEmpty }) => isEmpty);
    return mostUrgent(PLAYBACK_STATES, [isHeldBack ? 'refused' : 'ok', ...all.map(({ state }) => state)]);
  }

  /** Has these voices, and no others, heard. @param transform of the worker that asks */
  want(voices: readonly string[], transform: TransformFor): void {
    this.#wanted = voices.slice(0, MOST);
    this.#transform = transform;
    this.#settle();
  }

  /** Once a second: plays as the page does, tries again what the browser refused, and makes anew what failed. */
  look(): void {
    if (this.#wanted.length === 0) return;
    this.#silence?.run();
    for (const [voice, loopBack] of this.#all) {
      if (!loopBack.isOver) continue;
      this.#failedAt = performance.now();
      this.#drop(voice);
    }
    this.#settle();
    this.follow();
  }

  /** Plays as the page does now. */
  follow(): void {
    if (this.#all.size === 0) return;
    const output = this.#output();
    for (const loopBack of this.#all.values()) loopBack.follow(output);
  }

  /** Test build: has the page see them. */
  show(): void {
    this.#shown = true;
    for (const [voice, loopBack] of this.#all) loopBack.show(voice);
  }

  /** Test build: what each has played. */
  heard(realm: Realm): Promise<Heard[]> {
    return Promise.all(Array.from(this.#all.values(), (loopBack) => loopBack.heard(realm)));
  }

  /** Ends all: the worker has gone. */
  end(): void {
    this.want([], () => {
      throw new Error('no worker');
    });
  }

  #settle(): void {
    for (const voice of this.#all.keys()) if (!this.#wanted.includes(voice)) this.#drop(voice);
    if (this.#wanted.length === 0) {
      this.#silence?.end();
      this.#silence = undefined;
      return;
    }
    if (performance.now() - this.#failedAt < PAUSE_MS) return;
    this.#silence ??= new SilentTrack();
    const { track } = this.#silence;
    const transform = this.#transform;
    if (!track || !transform) return;
    for (const voice of this.#wanted) {
      if (this.#all.has(voice)) continue;
      const loopBack = new SoundLoopBack(track, () => transform(voice));
      this.#all.set(voice, loopBack);
      if (this.#shown) loopBack.show(voice);
      loopBack.follow(this.#output());
    }
  }

  #drop(voice: string): void {
    this.#all.get(voice)?.end();
    this.#all.delete(voice);
  }
}
