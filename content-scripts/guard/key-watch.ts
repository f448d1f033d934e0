import { holdsInvite, partsWithPrint } from '../../src/keys/key-in-text.ts';
import type { KeyStopped, Orders } from '../../src/protocol/guard.ts';
import { listenFirst } from './first-listeners.ts';
import { aroundCaret, type Surroundings } from './typed-text.ts';

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

  constructor(asking: Asking) {
    this.#asking = asking;
    this.#listen('paste', ({ clipboardData }) => textsOf(clipboardData));
    this.#listen('drop', ({ dataTransfer }) => textsOf(dataTransfer));
    this.#listen('keydown', typedBy);
    // What comes by no key and no paste: a menu, a screen keyboard, a correction.
    this.#listen('beforeinput', ({ data, dataTransfer }) => (data === null ? textsOf(dataTransfer) : [data]));
  }

  /** @param words the print of those in use, or null */
  follow(words: Orders['words']): void {
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
    const whole = texts.map((text) => before + text + after);
    const invite = whole.some(holdsInvite);
    const words = invite ? [] : this.#suspects(whole);
    if (!invite && words.length === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void this.#judge({ invite, words }, texts[0] ?? '');
  }

  #suspects(texts: readonly string[]): readonly string[] {
    const print = this.#words;
    if (!print) return [];
    return texts.flatMap((text) => partsWithPrint(text, print)).filter((part) => !this.#harmless.has(part));
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
    .map((type) => transfer.getData(type).replace(/<[^>]*>/g, ''))
    .filter((text) => text !== '');
}

/** The letter that a key is about to type. Enter sends what stands there. */
function typedBy({ key, ctrlKey, metaKey, isComposing }: KeyboardEvent): readonly string[] {
  if (isComposing || metaKey || ctrlKey) return [];
  if (key === 'Enter') return [''];
  return key.length === 1 ? [key] : [];
}
