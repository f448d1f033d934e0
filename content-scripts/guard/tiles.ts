/** What the page shows as one person: a picture, and the sound that it put into the same stream. */
export interface Tile {
  readonly picture: MediaStreamTrack;
  readonly sound: MediaStreamTrack;
}

/**
 * The tiles that a document draws now: of each stream that is shown, its one picture and its one sound. (A stream with
 * more of either is a server's bundle of several people. What is heard from a stream that is not shown belongs to no
 * picture that could be known here.)
 */
export function drawnTiles(videos: Iterable<HTMLVideoElement>): Tile[] {
  const tiles = new Map<MediaStreamTrack, Tile>();
  for (const { srcObject } of videos) {
    if (!(srcObject instanceof MediaStream)) continue;
    const [picture, anotherPicture] = srcObject.getVideoTracks();
    const [sound, anotherSound] = srcObject.getAudioTracks();
    if (picture && sound && !anotherPicture && !anotherSound) tiles.set(picture, { picture, sound });
  }
  return Array.from(tiles.values());
}
