import { silence } from './silence.ts';

interface Kept {
  readonly track: MediaStreamTrack | null;
  /** Has the sender encode again as it did. */
  readonly wake: () => Promise<void>;
}

/** Tracks that senders do not get as long as nothing else holds back what they would send. */
export class KeptTracks {
  readonly #tracks = new Map<RTCRtpSender, Kept>();

  /** Takes the track of a sender away, in this very task. One without a track may get one meanwhile, and is silent too. */
  keep(sender: RTCRtpSender): void {
    if (!this.#tracks.has(sender)) this.#tracks.set(sender, { track: sender.track, wake: silence(sender) });
  }

  /** Gives them back: they are sealed now, or protection is off. Resolves once the senders have them. */
  async giveBack(): Promise<void> {
    const kept = Array.from(this.#tracks);
    this.#tracks.clear();
    await Promise.all(
      kept.map(async ([sender, { track, wake }]) => {
        await wake();
        if (!track || sender.track) return; // the page has given it one
        await sender.replaceTrack(track).catch(() => undefined); // closed meanwhile
      }),
    );
  }

  /** Keeps them for good. @returns whether there were any */
  forget(): boolean {
    const any = Array.from(this.#tracks.values()).some(({ track }) => track !== null);
    this.#tracks.clear();
    return any;
  }
}
