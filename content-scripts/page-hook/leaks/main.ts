/** Media that would leave without RTP senders. What is hooked where, and what it cannot see, stands in ARCHITECTURE.md. */
import { blankWhenBroken, watchCaptures } from './captures.ts';
import { blankEncoders } from './encoders.ts';
import { guardExits } from './exits.ts';
import { markReadings } from './readings.ts';
import { guardRequests } from './requests.ts';
import { endSpeechRecognition, refuseSpeechRecognition } from './speech.ts';
import { followSteering, steer } from './steering.ts';
import { endTones, refuseTones } from './tones.ts';
import { followUsersFiles } from './users-files.ts';
import { guardWindows } from './windows.ts';
import { guardWorkers } from './workers.ts';
import { guardWorklets } from './worklets.ts';

/** Patches this document's prototypes, at document_start. */
export function installLeakGuard(): void {
  watchCaptures();
  blankEncoders();
  markReadings();
  guardWorkers();
  guardWorklets();
  guardWindows();
  refuseSpeechRecognition();
  refuseTones();
  followUsersFiles();
  guardExits();
  guardRequests();
  steer();
}

/** Follows the guard, once there is a way to it. */
export function followLeakGuard(): void {
  blankWhenBroken();
  endSpeechRecognition();
  endTones();
  followSteering();
}
