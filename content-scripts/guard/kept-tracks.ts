import { silence } from './silence.ts';

/** Tracks that senders do not get yet. */
export class KeptTracks {
  readonly #tracks = new Map<RTCRtpSender, MediaStreamTrack>();

  /** Takes the track of a sender away, in this very task. */
  keep(sender: RTCRtpSender): void {
    if (!sender.track) return;
    this.#tracks.set(sender, sender.track);
    silence(sender);
  }

  /** Gives them back: they are sealed now, or protection is off. Resolves once the senders have them. */
  async giveBack(): Promise<void> {
    const kept = Array.from(this.#tracks);
    this.#tracks.clear();
    // One of a connection that was closed meanwhile takes none.
    await Promise.allSettled(kept.map(([sender, track]) => sender.replaceTrack(track)));
  }

  /** Keeps them for good. @returns whether there were any */
  forget(): boolean {
    const any = this.#tracks.size > 0;
    this.#tracks.clear();
    return any;
  }
}
