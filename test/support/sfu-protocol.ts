/** Signalling between the conference page and the SFU: JSON over one WebSocket per participant. */

export type FromPage =
  /** First message. `sdp` is an offer with one audio and one video section. */
  | { readonly type: 'join'; readonly name: string; readonly sdp: string }
  | { readonly type: 'candidate'; readonly candidate: RTCIceCandidateInit }
  /** Answers an `offer`. */
  | { readonly type: 'answer'; readonly sdp: string };

export type FromServer =
  /** Answers `join`. */
  | { readonly type: 'answer'; readonly sdp: string }
  /** More participants to receive from; the MediaStream's id of each is the participant's name. */
  | { readonly type: 'offer'; readonly sdp: string }
  | { readonly type: 'left'; readonly name: string }
  | { readonly type: 'error'; readonly message: string };

/** Names are MediaStream ids too, so they are tokens of SDP. */
const NAME = /^[A-Za-z0-9_-]{1,32}$/;

/** @throws when the message is none of the protocol's */
export function parseFromPage(text: string): FromPage {
  const message = JSON.parse(text) as Partial<FromPage>;
  if (message.type === 'join' && typeof message.sdp === 'string' && NAME.test(message.name ?? '')) {
    return message as FromPage;
  }
  if (message.type === 'answer' && typeof message.sdp === 'string') return message as FromPage;
  if (message.type === 'candidate' && typeof message.candidate === 'object') return message as FromPage;
  throw new Error('not a message of the protocol');
}
