/** What the user lets through unsealed in one call, by a choice of his own; nothing by default. */
export interface Exceptions {
  /** Participants without a seal are seen and heard. A server can invent such participants. */
  readonly hear: boolean;
  /** Sound goes and comes in clear, where a server mixes it; pictures stay sealed. */
  readonly sound: boolean;
}

export const NO_EXCEPTIONS: Exceptions = { hear: false, sound: false };

export function isAny({ hear, sound }: Exceptions): boolean {
  return hear || sound;
}

export function isSame(one: Exceptions, other: Exceptions): boolean {
  return one.hear === other.hear && one.sound === other.sound;
}
