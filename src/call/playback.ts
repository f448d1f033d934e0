/**
 * How members come to be heard whose sound came in pictures, the most urgent first.
 *
 * failed   the browser does not make the connection that plays it, or not on the chosen device
 * refused  the browser plays nothing before the user has clicked in the page
 * ok       it plays, or there is nothing to play
 */
export const PLAYBACK_STATES = ['failed', 'refused', 'ok'] as const;
export type PlaybackState = (typeof PLAYBACK_STATES)[number];
