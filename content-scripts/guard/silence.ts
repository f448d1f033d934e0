import { isFirefox } from './realm.ts';

/**
 * Has a sender send nothing, from this very task on. Without a track Firefox encodes the last picture of before once
 * more, each second, so there its encodings are off as well.
 *
 * @returns has the encodings go on as they were; the sender stays without a track
 */
export function silence(sender: RTCRtpSender): () => Promise<void> {
  void sender.replaceTrack(null).catch(() => undefined); // closed meanwhile
  if (!isFirefox) return async () => undefined;
  const before = sender.getParameters().encodings.map(({ active }) => active);
  const silent = setActive(sender, () => false);
  return async () => {
    await silent; // a second change before the end of the first is refused
    await setActive(sender, (index) => before[index]);
  };
}

async function setActive(sender: RTCRtpSender, active: (index: number) => boolean | undefined): Promise<void> {
  const parameters = sender.getParameters();
  for (const [index, encoding] of parameters.encodings.entries()) encoding.active = active(index) ?? true;
  await sender.setParameters(parameters).catch(() => undefined); // closed meanwhile
}
