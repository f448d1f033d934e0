/**
 * How one's own sound does, the most urgent first.
 *
 * no-picture the server mixes sound, and too few pictures come that it could travel in: nobody hears it, or not all
 * carried    the server mixes sound, and it travels inside the pictures
 * no         it needs no carrier: the server is not known to mix, or it goes in clear by the user's choice
 */
export const OWN_SOUND_STATES = ['no-picture', 'carried', 'no'] as const;
export type OwnSoundState = (typeof OWN_SOUND_STATES)[number];

/** How sound that travels in pictures does. */
export interface PictureSound {
  readonly ownSound: OwnSoundState;
  /** Members whose sound came that way within the last ten seconds, 12 hex digits each. */
  readonly heardInPictures: readonly string[];
}
