import browser from 'webextension-polyfill';

/** What is said in the page itself, the most urgent first: each takes the place of those below it. */
const NOTES = {
  'key-stopped': 'note_key_stopped',
  exposed: 'say_exposed',
} as const;
type Note = keyof typeof NOTES;

const HOST_STYLE =
  'all:initial;position:fixed;inset:12px 12px auto auto;z-index:2147483647;pointer-events:none;max-width:min(360px,calc(100vw - 24px))';
const NOTE_STYLE =
  'display:block;box-sizing:border-box;padding:10px 14px;border-radius:8px;border:2px solid #fff;background:#7f1d1d;color:#fff;font:600 14px/20px system-ui,sans-serif;overflow-wrap:break-word';

/**
 * A few words over the page, in a closed shadow root, that no click of the user meets and that hold nothing of what was
 * stopped. A page can draw the same; what can be trusted is the toolbar.
 */
export class PageNotes {
  readonly #shown = new Set<Note>();
  readonly #timers = new Map<Note, ReturnType<typeof setTimeout>>();
  #host: HTMLElement | undefined;

  /** @param milliseconds after which it goes; without them it stays until it is hidden */
  show(note: Note, milliseconds?: number): void {
    if (this.#shown.has(note) && milliseconds === undefined && this.#host?.isConnected) return;
    this.#shown.add(note);
    clearTimeout(this.#timers.get(note));
    if (milliseconds !== undefined)
      this.#timers.set(
        note,
        setTimeout(() => this.hide(note), milliseconds),
      );
    this.#draw();
  }

  hide(note: Note): void {
    if (this.#shown.delete(note)) this.#draw();
  }

  #draw(): void {
    this.#host?.remove();
    this.#host = undefined;
    const note = (Object.keys(NOTES) as Note[]).find((each) => this.#shown.has(each));
    if (!note) return;
    const host = makeDiv();
    host.style.cssText = HOST_STYLE;
    const text = makeDiv();
    text.style.cssText = NOTE_STYLE;
    text.setAttribute('role', 'alert');
    text.textContent = browser.i18n.getMessage(NOTES[note]);
    host.attachShadow({ mode: 'closed' }).append(text);
    document.documentElement.append(host);
    this.#host = host;
  }
}

/** As in a page of HTML, whatever type of document this one is. */
function makeDiv(): HTMLElement {
  return document.createElementNS('http://www.w3.org/1999/xhtml', 'div') as HTMLElement;
}
