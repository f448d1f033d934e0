/** Why a frame was not sealed. It is dropped then. */
export const SEAL_FAILURES = [
  'no-key', // no secret for the current slot
  'too-large', // sealed audio that would not fit a packet
] as const;
export type SealFailure = (typeof SEAL_FAILURES)[number];

/** Why a piece was not opened. Nothing of it reaches a decoder. */
export const OPEN_FAILURES = [
  'not-sealed', // no piece in the frame: somebody without Callseal, or protection off at the other end
  'unknown-version', // sealed by a newer Callseal
  'malformed', // a piece that ends too early, or a plaintext that is none
  'stale', // of a slot that is not now: a clock is wrong, or the frame is old
  'no-key', // there is no secret of its slot: whatever it is, nothing can be said of it
  'missing-key', // of another key
  'bad-tag', // of another key, or changed on the way
  'replay', // opened before
  'duplicate', // opened a moment ago: the network repeats packets, this is no attack
  'reordered', // sound that would be played in another order than it was spoken
  'reflected', // our own frame, sent back
  'throttled', // more unknown senders in a second than any call has
] as const;
export type OpenFailure = (typeof OPEN_FAILURES)[number];
