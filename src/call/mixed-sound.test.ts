import { describe, expect, it } from 'vitest';
import { QUIET_STREAM } from '../../test/support/quiet-stream.ts';
import type { StreamCounts } from './counts.ts';
import { mixesSound } from './mixed-sound.ts';

const stream = (
  side: 'send' | 'receive',
  kind: 'audio' | 'video',
  done: number,
  failures: StreamCounts['failures'] = {},
): StreamCounts => ({ ...QUIET_STREAM, side, kind, lately: { done, passed: 0, failures } });
const notSealed = (frames: number) => ({ 'not-sealed': frames });

describe('mixesSound', () => {
  const call = [stream('send', 'audio', 150), stream('send', 'video', 90), stream('receive', 'video', 30)];

  it('knows a mixer by sound that is never sealed beside pictures that are', () => {
    expect(mixesSound([...call, stream('receive', 'audio', 0, notSealed(150))])).toBe(true);
  });

  it('knows it by its silence, which is what it makes of sealed sound', () => {
    expect(mixesSound([...call, stream('receive', 'audio', 0, { 'not-sealed': 20, blank: 130 })])).toBe(true);
  });

  it('does not take a forwarding server for one, nor a server without sound', () => {
    expect(mixesSound([...call, stream('receive', 'audio', 1, notSealed(5_000))])).toBe(false);
    expect(mixesSound(call)).toBe(false);
    expect(mixesSound([])).toBe(false);
  });

  it('waits until it is sure, and until keys are known to fit', () => {
    expect(mixesSound([...call, stream('receive', 'audio', 0, notSealed(149))])).toBe(false);
    expect(mixesSound([...call.slice(0, 2), stream('receive', 'audio', 0, notSealed(500))])).toBe(false);
    expect(mixesSound([...call.slice(1), stream('receive', 'audio', 0, notSealed(500))])).toBe(false);
  });
});
