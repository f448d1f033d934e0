import type { CallCounts, StreamKind, StreamSide } from '../call/counts.ts';
import type { Exceptions } from '../call/exceptions.ts';
import type { PictureSound } from '../call/own-sound.ts';
import type { Role } from '../frame/plaintext.ts';
import type { HighestCounter, Restore, SlotKeys } from './guard.ts';

/**
 * Messages between the guard and its worker, as JSON strings: they cross Firefox's compartments without cloning into
 * the page's, and carry no object that a page could get hold of.
 */
export type ToWorker =
  /** seal: frames are sealed and opened; pass: protection is off; stop: nothing goes through. */
  | { readonly kind: 'mode'; readonly mode: Mode['action']; readonly exceptions: Exceptions }
  /** The secret to send with first, then one that may still be opened with. They become non-extractable keys at once. */
  | { readonly kind: 'keys'; readonly sets: SlotKeys }
  | { readonly kind: 'forget' }
  | ({ readonly kind: 'restore' } & Restore)
  | { readonly kind: 'role'; readonly id: number; readonly role: Role }
  /** These senders and receivers are no more: what they counted moves to the sums. */
  | { readonly kind: 'ended'; readonly ids: readonly number[] }
  /** Whether the other end of some sender tells of losses. */
  | { readonly kind: 'losses'; readonly told: boolean }
  /** What the user is called, as members are told inside the seal. */
  | { readonly kind: 'name'; readonly name: string }
  /** The page runs its own transform here. With it comes a port, by which a `PageStreams` comes once. */
  | { readonly kind: 'page-streams'; readonly id: number; readonly media: 'audio' | 'video' }
  /** From now on a tick is to come for each picture of a card, or none any more. */
  | { readonly kind: 'ticks'; readonly wanted: boolean }
  /** Test build only: milliseconds added to the clock. */
  | { readonly kind: 'clock'; readonly offset: number }
  /** Test build only: a voice that says these Opus packets of 20 ms, in base64, over and over. */
  | { readonly kind: 'test-voice'; readonly packets: readonly string[] }
  | { readonly kind: 'count'; readonly nonce: number };

/** The message of one kind. */
export type ToWorkerOf<K extends ToWorker['kind']> = Extract<ToWorker, { readonly kind: K }>;

/** What the worker does now; one for all its pipes. */
export interface Mode {
  readonly action: 'seal' | 'pass' | 'stop';
  /** What goes through unsealed all the same while it seals. */
  readonly exceptions: Exceptions;
}

export type FromWorker =
  | { readonly kind: 'ready' }
  /** The sender of this id should make a key frame; in Chromium the worker cannot ask it itself. */
  | { readonly kind: 'key-frame'; readonly id: number }
  /** These voices of members are to have a loop-back each, and no others. */
  | { readonly kind: 'voices'; readonly names: readonly string[] }
  /** It is time for the next picture of a card. */
  | { readonly kind: 'tick' }
  | ({ readonly kind: 'counts'; readonly nonce: number } & WorkerCounts);

export interface WorkerCounts extends CallCounts, PictureSound {
  /** The call secret that is sent with, and the newest slot there is a key of it for. */
  readonly keyId: string | null;
  readonly newestSlot: number | null;
  readonly highest: readonly HighestCounter[];
  readonly participants: readonly string[];
}

/** What the transform of a loop-back is made with: the voice that is to be heard by it. */
export interface VoiceOptions {
  readonly voice: string;
}

/** What a sender's or receiver's transform is made with. */
export interface TransformOptions {
  readonly id: number;
  readonly side: StreamSide;
  readonly kind: StreamKind;
}
