import { describe, expect, it } from 'vitest';
import type { StreamCounts } from './counts.ts';
import { mixesSound } from './mixed-sound.ts';

const stream = (side: 'send' | 'receive', kind: 'audio' | 'video', done: number, notSealed = 0): StreamCounts => ({
  ...{ id: 1, side, kind, seen: done + notSealed, done, passed: 0, failures: { 'not-sealed': notSealed } },
  ...{ codec: '', participant: '', name: '', role: '', slotDrift: 0 },
});

describe('mixesSound', () => {
  const call = [stream('send', 'audio', 150), stream('send', 'video', 90), stream('receive', 'video', 30)];

  it('knows a mixer by sound that is never sealed beside pictures that are', () => {
    expect(mixesSound([...call, stream('receive', 'audio', 0, 150)])).toBe(true);
  });

  it('does not take a forwarding server for one, nor a server without sound', () => {
    expect(mixesSound([...call, stream('receive', 'audio', 1, 5_000)])).toBe(false);
    expect(mixesSound(call)).toBe(false);
    expect(mixesSound([])).toBe(false);
  });

  it('waits until it is sure, and until keys are known to fit', () => {
    expect(mixesSound([...call, stream('receive', 'audio', 0, 149)])).toBe(false);
    expect(mixesSound([...call.slice(0, 2), stream('receive', 'audio', 0, 500)])).toBe(false);
    expect(mixesSound([...call.slice(1), stream('receive', 'audio', 0, 500)])).toBe(false);
  });
});
