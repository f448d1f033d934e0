import { isFirefox } from './realm.ts';

/**
 * Has a sender send nothing, from this very task on. Without a track Firefox encodes the last picture of before once
 * more, each second, so there its encodings are off as well.
 */
export function silence(sender: RTCRtpSender): void {
  void sender.replaceTrack(null).catch(() => undefined); // closed meanwhile
  if (!isFirefox) return;
  const parameters = sender.getParameters();
  for (const encoding of parameters.encodings) encoding.active = false;
  void sender.setParameters(parameters).catch(() => undefined); // closed meanwhile
}
