import { NO_FRAMES, type StreamCounts } from '../../src/call/counts.ts';

/** A receiver of pictures to which nothing has come. */
export const QUIET_STREAM: StreamCounts = {
  ...NO_FRAMES,
  id: 1,
  side: 'receive',
  kind: 'video',
  seen: 0,
  lately: NO_FRAMES,
  now: NO_FRAMES,
  codec: 'video/VP8',
  members: [],
  name: '',
  role: '',
  slotDrift: 0,
};
