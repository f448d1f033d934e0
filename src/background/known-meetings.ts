import { ownStore } from './own-store.ts';
import { ProtectedMeetings } from './protected-meetings.ts';

/** Those of this installation. */
export const protectedMeetings = new ProtectedMeetings(ownStore);
