/** Jitsi Meet as it is stood in for in test/services/jitsi. Its facts are numbered there. */
import { it } from 'vitest';
import { type DirectService, goesOver } from '../services/harness/direct-then-server.ts';
import { Stage } from '../support/stage.ts';

const JITSI: DirectService = {
  name: 'Jitsi Meet',
  id: 'jitsi',
  host: 'meet.jit.si',
  page: '../services/jitsi/call.html',
  codecs: { video: ['video/vp9', 'video/vp8'] },
};
const stage = new Stage();

it.each(['chromium', 'firefox'] as const)(
  '%s: a direct call in VP9 that goes over to a bridge in VP8 when a third comes stays sealed',
  (browser) => goesOver(stage, JITSI, browser),
);
