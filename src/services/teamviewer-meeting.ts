import type { NativeService } from './service.ts';

/** Blizz of old. Its clients are native: the package of desktop releases is all there is (homebrew-cask teamviewermeeting). */
export const teamviewerMeeting: NativeService = {
  name: 'TeamViewer Meeting',
  hosts: ['teamviewer.com', '*.teamviewer.com', 'blizz.com', '*.blizz.com'],
};
