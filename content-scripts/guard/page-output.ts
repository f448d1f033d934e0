/** How the page plays the others' sound now. */
export interface Output {
  /** 0 to 1. */
  readonly volume: number;
  readonly muted: boolean;
  /** The output device; empty for the system's own. */
  readonly sinkId: string;
}

/** Not in TypeScript's library for all of them. */
type Player = HTMLMediaElement & { readonly sinkId?: string };

/** What tells that an element plays otherwise than before. */
const CHANGES = ['volumechange', 'play', 'pause', 'emptied'] as const;
/** More elements than any call plays. */
const MOST_REMEMBERED = 200;

/**
 * Follows the elements by which the page plays received sound. One that was never to be heard says nothing: clients keep
 * muted ones to have Chromium hand sound on to a graph, which is not seen from here.
 */
export class PageOutput {
  /** In no document, or not any more: as many as the hook has told of. */
  #remembered: WeakRef<Player>[] = [];
  readonly #listened = new WeakSet<Player>();
  readonly #changed: () => void;
  #followed = false;
  #sinkId = '';

  /** @param changed called when an element that counts plays otherwise than before */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** An element of the page plays a stream, in a document or in none. */
  add(element: Element): void {
    if (!(element instanceof HTMLMediaElement)) return;
    this.#remembered = this.#remembered.filter((known) => known.deref() !== undefined && known.deref() !== element);
    this.#remembered.push(new WeakRef<Player>(element));
    if (this.#remembered.length > MOST_REMEMBERED) this.#remembered.shift();
  }

  /** @param tracks all sound that the document receives */
  look(tracks: ReadonlySet<MediaStreamTrack>): Output {
    const audible = this.#players(tracks).filter(
      (player) =>
        !player.muted && !player.paused && player.volume > 0 && soundsOf(player).some(({ enabled }) => enabled),
    );
    for (const player of audible) this.#listen(player);
    this.#followed ||= audible.length > 0;
    const [loudest] = audible.toSorted((a, b) => b.volume - a.volume);
    this.#sinkId = loudest?.sinkId ?? this.#sinkId;
    const isDeafened = this.#followed || (tracks.size > 0 && Array.from(tracks).every(({ enabled }) => !enabled));
    return { volume: loudest?.volume ?? 1, muted: !loudest && isDeafened, sinkId: this.#sinkId };
  }

  /** Listeners of this world are none of the page's. */
  #listen(player: Player): void {
    if (this.#listened.has(player)) return;
    this.#listened.add(player);
    for (const change of CHANGES) player.addEventListener(change, () => this.#changed());
  }

  #players(tracks: ReadonlySet<MediaStreamTrack>): Player[] {
    const shown = Array.from(document.querySelectorAll<Player>('audio, video'));
    const remembered = this.#remembered.map((known) => known.deref()).filter((player) => player !== undefined);
    const all = new Set([...shown, ...remembered]);
    return Array.from(all).filter((player) => soundsOf(player).some((track) => tracks.has(track)));
  }
}

function soundsOf({ srcObject }: Player): MediaStreamTrack[] {
  return srcObject instanceof MediaStream ? srcObject.getAudioTracks() : [];
}
