/**
 * Looks, one a second, at which sound and picture of a tile have to differ in a row: where a server's slots pass from
 * one member to the next, the sound may do so a moment before the picture.
 */
const LOOKS = 3;
/** Looks at a tile of which sound or picture has stopped, after which nothing is said of it any more. */
const SILENT_LOOKS = 10;

/** Judges one tile, a picture and a sound that the page shows as one: whether different members sealed them. */
export class SpliceWatch {
  #differing = 0;
  #silent = 0;

  /**
   * @param picture members whose picture opened there a moment ago; empty where none did, or nobody knows whose it is
   * @param sound likewise
   * @returns whether the two are spliced
   */
  look(picture: readonly string[], sound: readonly string[]): boolean {
    if (picture.length === 0 || sound.length === 0) {
      if (++this.#silent >= SILENT_LOOKS) this.#differing = 0;
    } else {
      this.#silent = 0;
      this.#differing = picture.some((member) => sound.includes(member)) ? 0 : this.#differing + 1;
    }
    return this.#differing >= LOOKS;
  }
}
