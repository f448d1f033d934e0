/** What of the page is stopped, blanked or set aside while protection is on. Each has a sentence in the popup. */
export const SET_ASIDE = [
  'transform', // the page's own encoded transform
  'encoder', // an encoder of the page's own got black and silence
  'worker', // a worker was given pictures or sound and gave none back: it got black and silence
  'worklet', // an audio worklet handed samples out, or was given a way that cannot be looked into
  'sending', // recorded or read pictures or sound were about to leave, and did not
  'volume', // so much was sent while the page read pictures or sound that it was cut
  'web-transport', // a kind of connection that cannot be looked into
  'frame', // pictures or sound were about to go to a frame or window of another site: it got black and silence
  'speech', // the browser's speech recognition, which sends the voice to its maker
  'tones', // keypad tones, which travel readable beside the sound
  'media-channel', // a data channel or socket that is known to carry media
  'own-sound', // the same, and known to carry sound
] as const;

export type SetAside = (typeof SET_ASIDE)[number];
