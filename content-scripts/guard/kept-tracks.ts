import { silence } from './silence.ts';

interface Kept {
  readonly track: MediaStreamTrack;
  /** Has the sender encode again as it did. */
  readonly wake: () => Promise<void>;
}

/** Tracks that senders do not get as long as nothing else holds back what they would send. */
export class KeptTracks {
  readonly #tracks = new Map<RTCRtpSender, Kept>();

  /** Takes the track of a sender away, in this very task. A receiver, and a sender without one, stay as they are. */
  keep(target: RTCRtpSender | RTCRtpReceiver): void {
    if (!('replaceTrack' in target) || !target.track) return;
    this.#tracks.set(target, { track: target.track, wake: silence(target) });
  }

  /** Gives them back: they are sealed now, or protection is off. Resolves once the senders have them. */
  async giveBack(): Promise<void> {
    const kept = Array.from(this.#tracks);
    this.#tracks.clear();
    await Promise.all(
      kept.map(async ([sender, { track, wake }]) => {
        await wake();
        await sender.replaceTrack(track).catch(() => undefined); // closed meanwhile
      }),
    );
  }

  /** Keeps them for good. @returns whether there were any */
  forget(): boolean {
    const any = this.#tracks.size > 0;
    this.#tracks.clear();
    return any;
  }
}
