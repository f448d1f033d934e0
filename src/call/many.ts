/** One frame in twenty: below it a member would not notice. */
const RARE = 20;

/** Whether frames that do not open are worth a word, beside so many that do. @param few fewer are not, whatever opens */
export function isMany(frames: number, opened: number, few: number): boolean {
  return frames >= few && frames * RARE >= opened;
}
