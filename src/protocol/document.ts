import type { CallCounts } from '../call/counts.ts';
import type { ChildFrame, DocumentEvidence } from '../call/evidence.ts';
import { sumOf } from '../call/lately.ts';
import { mostUrgent } from '../call/most-urgent.ts';
import { OWN_SOUND_STATES, type PictureSound } from '../call/own-sound.ts';
import { PLAYBACK_STATES, type PlaybackState } from '../call/playback.ts';
import { SET_ASIDE, type SetAside } from '../call/set-aside.ts';
import { BROKEN_REASONS, type BrokenReason, CALL_STATES, type CallState, worst } from '../call/state.ts';
import { type Circumstances, validCircumstances } from './circumstances.ts';
import { type Check, flag, isRecord, listOf, matching, oneOf } from './valid.ts';
import { MEMBER, validEnded, validStream } from './valid-stream.ts';

/** How one document does, as its guard reports it, its tab's record keeps it and the popup is told of it. */
export interface DocumentState extends CallCounts, PictureSound, DocumentEvidence {
  readonly state: CallState;
  readonly broken: BrokenReason | null;
  /** Page features set aside while protection is on, such as 'transform' for the page's own encoded transform. */
  readonly setAside: readonly SetAside[];
  /** A sound and a picture of one tile came from different members. */
  readonly spliced: boolean;
  /** How members come to be heard whose sound came in pictures. */
  readonly playback: PlaybackState;
  /** The document has made a connection, whether it is protected or not. */
  readonly connected: boolean;
  /** Protection went off in mid-call here, and camera, microphone or screen go out in clear. */
  readonly exposed: boolean;
  /** The document captures a screen, a window or a tab, or is just asking the user for one. */
  readonly screen: boolean;
  /** For the report alone: of each document one. */
  readonly circumstances: readonly Circumstances[];
}

interface Figure<T> {
  /** Makes what a page's process sent safe. */
  readonly valid: Check<T>;
  /** What the documents of a tab come to together. */
  readonly join: (values: readonly T[]) => T;
}

const anyOf: Figure<boolean> = { valid: flag, join: (values) => values.includes(true) };

const greeting = matching(/^[0-9a-f]{16}$/, null);
const origin = matching(/^https?:\/\/[^/?#\s]{1,255}$/, '');
const childFrame: Check<ChildFrame | undefined> = (value) =>
  isRecord(value) ? { id: greeting(value.id), origin: origin(value.origin), devices: flag(value.devices) } : undefined;

const FIGURES: { readonly [K in keyof DocumentState]: Figure<DocumentState[K]> } = {
  state: { valid: oneOf(CALL_STATES, 'broken'), join: worst },
  broken: {
    valid: oneOf(BROKEN_REASONS, null),
    join: (values) => values.find((reason) => reason !== null) ?? null,
  },
  streams: { valid: listOf(validStream), join: (values) => values.flat() },
  ended: {
    valid: validEnded,
    join: (values) => ({
      send: sumOf(values.map(({ send }) => send)),
      receive: sumOf(values.map(({ receive }) => receive)),
    }),
  },
  members: {
    valid: listOf(matching(MEMBER, undefined)),
    join: (values) => Array.from(new Set(values.flat())),
  },
  ownSound: { valid: oneOf(OWN_SOUND_STATES, 'no'), join: (states) => mostUrgent(OWN_SOUND_STATES, states) },
  heardInPictures: {
    valid: listOf(matching(MEMBER, undefined)),
    join: (values) => Array.from(new Set(values.flat())),
  },
  setAside: { valid: listOf(oneOf(SET_ASIDE, undefined)), join: (values) => Array.from(new Set(values.flat())) },
  spliced: anyOf,
  playback: { valid: oneOf(PLAYBACK_STATES, 'ok'), join: (states) => mostUrgent(PLAYBACK_STATES, states) },
  connected: anyOf,
  exposed: anyOf,
  screen: anyOf,
  circumstances: { valid: listOf(validCircumstances, 1), join: (values) => values.flat() },
  late: anyOf,
  hooked: { valid: flag, join: (values) => values.every(Boolean) },
  held: anyOf,
  // Of one document alone.
  greeting: { valid: greeting, join: () => null },
  frames: { valid: listOf(childFrame), join: (values) => values.flat() },
};

/** @returns undefined when it is no document's state at all: what it says of the call is unknown */
export function validDocument(data: unknown): DocumentState | undefined {
  if (!isRecord(data) || oneOf(CALL_STATES, undefined)(data.state) === undefined) return undefined;
  return mapFigures((name, { valid }) => valid(data[name]));
}

/** What several documents come to together; without any, a document in which nothing has happened. */
export function joinDocuments(documents: readonly DocumentState[]): DocumentState {
  return mapFigures((name, { join }) => join(documents.map((document) => document[name])));
}

function mapFigures(value: (name: keyof DocumentState, figure: Figure<unknown>) => unknown): DocumentState {
  const names = Object.keys(FIGURES) as (keyof DocumentState)[];
  return Object.fromEntries(
    names.map((name) => [name, value(name, FIGURES[name] as Figure<unknown>)]),
  ) as unknown as DocumentState;
}
