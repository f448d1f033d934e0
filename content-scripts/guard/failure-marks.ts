/**
 * What a service's client has noted in sessionStorage of a failure of WebRTC. The note stands as an item of its own, or in
 * an item that is JSON, as it is or in base64url: so Zoom's client keeps all its notes of one meeting.
 */
import { isRecord } from '../../src/protocol/valid.ts';

/** The part of `Storage` that is needed. */
export type Notes = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

/** Whether one of `names` is noted. */
export function hasFailure(notes: Notes, names: readonly string[]): boolean {
  return keysOf(notes).some((key) => names.includes(key) || names.some((name) => packed(notes, key)?.content[name]));
}

/** Takes `names` out of the notes, and nothing else. */
export function forgetFailures(notes: Notes, names: readonly string[]): void {
  for (const key of keysOf(notes)) {
    if (names.includes(key)) {
      notes.removeItem(key);
      continue;
    }
    const found = packed(notes, key);
    if (!found || !names.some((name) => Object.hasOwn(found.content, name))) continue;
    const left = Object.entries(found.content).filter(([name]) => !names.includes(name));
    notes.setItem(key, found.pack(JSON.stringify(Object.fromEntries(left))));
  }
}

function keysOf(notes: Notes): string[] {
  return Array.from({ length: notes.length }, (_, index) => notes.key(index) ?? '');
}

interface Packed {
  readonly content: Readonly<Record<string, unknown>>;
  readonly pack: (json: string) => string;
}

function packed(notes: Notes, key: string): Packed | undefined {
  const text = notes.getItem(key) ?? '';
  for (const [unpack, pack] of [
    [(value: string) => value, (json: string) => json],
    [fromBase64Url, toBase64Url],
  ] as const) {
    try {
      const content = JSON.parse(unpack(text)) as unknown;
      if (isRecord(content)) return { content, pack };
    } catch {
      // neither JSON nor base64: an item of another kind
    }
  }
  return undefined;
}

/** @throws DOMException when `text` is no base64, TypeError when it is no UTF-8 */
function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function toBase64Url(text: string): string {
  const binary = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
