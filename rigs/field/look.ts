/** Runs in the conference's page: what is drawn and heard of each other person. */

export interface Looked {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** Brightness on a grid of 16 x 9, row by row. */
  readonly luma: readonly number[];
}

export interface LookedAt {
  readonly camera: Looked | undefined;
  readonly screen: Looked | undefined;
  /** As the browser adds them up of the microphone. */
  readonly energy: number;
  readonly seconds: number;
}

interface PageTrack {
  readonly attachedElements: readonly HTMLMediaElement[];
  readonly receiver?: RTCRtpReceiver;
}
interface Publication {
  readonly track?: PageTrack;
  readonly isMuted: boolean;
}
declare const room: {
  readonly remoteParticipants: Map<
    string,
    { readonly identity: string; getTrackPublication(source: string): Publication | undefined }
  >;
};

export async function lookAround(): Promise<Record<string, LookedAt>> {
  const sums = async (
    publication: Publication | undefined,
  ): Promise<Record<'energy' | 'seconds' | 'frames', number>> => {
    const found = { energy: 0, seconds: 0, frames: 0 };
    for (const entry of (await publication?.track?.receiver?.getStats())?.values() ?? []) {
      if (entry.type !== 'inbound-rtp') continue;
      found.energy += entry.totalAudioEnergy ?? 0;
      found.seconds += entry.totalSamplesDuration ?? 0;
      found.frames += entry.framesDecoded ?? 0;
    }
    return found;
  };
  const look = async (publication: Publication | undefined): Promise<Looked | undefined> => {
    if (!publication?.track || publication.isMuted) return undefined;
    const { frames } = await sums(publication);
    const video = publication.track.attachedElements.find(
      (element): element is HTMLVideoElement => element instanceof HTMLVideoElement && element.videoWidth > 0,
    );
    if (!video) return undefined;
    const { videoWidth: width, videoHeight: height } = video;
    // Made smaller in two steps, for one would leave most of the picture out.
    const [middle, small] = [
      [64, 36],
      [16, 9],
    ].map(([w, h]) => Object.assign(document.createElement('canvas'), { width: w, height: h }));
    if (!middle || !small) return undefined;
    for (const [canvas, source] of [
      [middle, video],
      [small, middle],
    ] as const) {
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (!context) return undefined;
      context.imageSmoothingQuality = 'high';
      context.drawImage(source, 0, 0, canvas.width, canvas.height);
    }
    const pixels = small.getContext('2d')?.getImageData(0, 0, 16, 9).data ?? new Uint8ClampedArray();
    const luma = Array.from({ length: 144 }, (_, i) => {
      const [r = 0, g = 0, b = 0] = pixels.subarray(4 * i, 4 * i + 3);
      return 0.299 * r + 0.587 * g + 0.114 * b;
    });
    return { width, height, frames, luma };
  };
  const found: Record<string, LookedAt> = {};
  for (const person of room.remoteParticipants.values()) {
    const { energy, seconds } = await sums(person.getTrackPublication('microphone'));
    found[person.identity] = {
      camera: await look(person.getTrackPublication('camera')),
      screen: await look(person.getTrackPublication('screen_share')),
      energy,
      seconds,
    };
  }
  return found;
}
