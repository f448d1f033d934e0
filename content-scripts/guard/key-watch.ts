import { holdsInvite, partsWithPrint } from '../../src/keys/key-in-text.ts';
import { type KeyStopped, MOST_SUSPECTS, type Orders } from '../../src/protocol/guard.ts';
import { listenFirst } from './first-listeners.ts';
import { aroundCaret, isInField, type Surroundings } from './typed-text.ts';

/** Texts that had the print of the words by chance, kept so that they are stopped once only. */
const MOST_HARMLESS = 256;

interface Asking {
  /** Whether protection is on: only then anything is read. */
  isOn(): boolean;
  /** The background knows the words. @returns whether the key was among what was stopped; undefined without an answer */
  judge(found: KeyStopped): Promise<boolean | undefined>;
}

/**
 * Keeps an invite, and the words in use, from the page: pasted, dropped, or typed to the last letter. Its listeners are the
 * first ones of the window, in the capture phase, so that the page gets no event of it, whatever field it is in.
 */
export class KeyWatch {
  readonly #asking: Asking;
  readonly #harmless = new Set<string>();
  #words: Orders['words'] = null;
  /** The key that was kept from the page, which its release would tell. */
  #stopped: string | undefined;

  constructor(asking: Asking) {
    this.#asking = asking;
    this.#listen('paste', ({ clipboardData }) => textsOf(clipboardData));
    this.#listen('drop', ({ dataTransfer }) => textsOf(dataTransfer));
    this.#listen('keydown', typedBy);
    listenFirst('keyup', (event) => {
      if (!event.isTrusted || event.code !== this.#stopped) return;
      event.stopImmediatePropagation();
      this.#stopped = undefined;
    });
    // What comes by no key and no paste: a menu, a screen keyboard, a correction.
    this.#listen('beforeinput', ({ data, dataTransfer }) => (data === null ? textsOf(dataTransfer) : [data]));
  }

  /** @param words the print of those in use, or null */
  follow(words: Orders['words']): void {
    if (words?.sum !== this.#words?.sum || words?.letters !== this.#words?.letters) this.#harmless.clear();
    this.#words = words;
  }

  /** @param read the texts that an event brings, of which the page would choose one */
  #listen<K extends 'paste' | 'drop' | 'keydown' | 'beforeinput'>(
    type: K,
    read: (event: WindowEventMap[K]) => readonly string[],
  ): void {
    listenFirst(type, (event) => {
      // What a script of the page sends, it has already; it must not find out here what the words are like.
      if (!this.#asking.isOn() || !event.isTrusted || !event.cancelable) return;
      const texts = read(event);
      if (texts.length > 0) this.#look(event, texts, type === 'drop' ? undefined : aroundCaret());
    });
  }

  #look(event: Event, texts: readonly string[], { before, after }: Surroundings = { before: '', after: '' }): void {
    // By itself, too: it may stand right behind a letter.
    const whole = texts.flatMap((text) => [text, before + text + after]);
    // What stands there has come to the page already. Enter brings nothing, and sends it.
    const there = texts[0] === '' ? [] : [before, after];
    const invite = whole.some(holdsInvite) && !there.some(holdsInvite);
    const words = invite ? [] : this.#suspects(whole, there);
    if (!invite && words.length === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event instanceof KeyboardEvent) this.#stopped = event.code;
    void this.#judge({ invite, words }, texts[0] ?? '');
  }

  #suspects(texts: readonly string[], there: readonly string[]): readonly string[] {
    const print = this.#words;
    if (!print) return [];
    const partsOf = (each: readonly string[]): Set<string> =>
      new Set(each.flatMap((text) => partsWithPrint(text, print)));
    const parts = partsOf(texts);
    if (parts.size === 0) return []; // as for nearly every letter
    const known = new Set([...this.#harmless, ...partsOf(there)]);
    return Array.from(parts)
      .filter((part) => !known.has(part))
      .slice(0, MOST_SUSPECTS);
  }

  /** @param text what the user gets back where it was no key */
  async #judge(found: KeyStopped, text: string): Promise<void> {
    if ((await this.#asking.judge(found)) !== false) return;
    if (this.#harmless.size > MOST_HARMLESS) this.#harmless.clear();
    for (const part of found.words) this.#harmless.add(part);
    document.execCommand('insertText', false, text);
  }
}

/** Plain text first, then whatever else a page could take instead, without its tags. */
function textsOf(transfer: DataTransfer | null): readonly string[] {
  if (!transfer) return [];
  const types = Array.from(transfer.types).filter((type) => type !== 'Files');
  return types
    .toSorted((one, other) => Number(other === 'text/plain') - Number(one === 'text/plain'))
    .map((type) => (type === 'text/html' ? transfer.getData(type).replace(/<[^<>]*>/g, '') : transfer.getData(type)))
    .filter((text) => text !== '');
}

/** The letter that a key is about to type. Enter sends what stands there. */
function typedBy({ key, ctrlKey, metaKey, isComposing }: KeyboardEvent): readonly string[] {
  if (isComposing || metaKey || ctrlKey) return [];
  // In an editor that several people share what stands there may be somebody else's.
  if (key === 'Enter') return isInField() ? [''] : [];
  return key.length === 1 ? [key] : [];
}
