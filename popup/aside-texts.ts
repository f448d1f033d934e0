import type { SetAside } from '../src/call/set-aside.ts';
import type { MessageKey } from '../ui/texts.ts';

/** What of the page is stopped or blanked while protection is on, in words. */
const ASIDE_TEXTS: Readonly<Record<SetAside, MessageKey>> = {
  transform: 'aside_transform',
  encoder: 'aside_encoder',
  worker: 'aside_worker',
  worklet: 'aside_worklet',
  sending: 'aside_sending',
  volume: 'aside_volume',
  'web-transport': 'aside_web_transport',
  frame: 'aside_frame',
  speech: 'aside_speech',
  tones: 'aside_tones',
  'media-channel': 'aside_media_channel',
  'own-sound': 'aside_own_sound',
};

/** The text for a name of the guard's, or undefined for one of another version. */
export function asideText(name: string): MessageKey | undefined {
  return Object.hasOwn(ASIDE_TEXTS, name) ? ASIDE_TEXTS[name as SetAside] : undefined;
}
