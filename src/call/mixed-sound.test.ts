import { describe, expect, it } from 'vitest';
import { QUIET_STREAM } from '../../test/support/quiet-stream.ts';
import type { StreamCounts } from './counts.ts';
import { isMixed, Mixing, mixesSound } from './mixed-sound.ts';

const stream = (
  side: 'send' | 'receive',
  kind: 'audio' | 'video',
  done: number,
  failures: StreamCounts['failures'] = {},
): StreamCounts => ({ ...QUIET_STREAM, side, kind, lately: { done, passed: 0, failures } });
const notSealed = (frames: number) => ({ 'not-sealed': frames });

const call = [stream('send', 'audio', 150), stream('send', 'video', 90), stream('receive', 'video', 30)];

describe('mixesSound', () => {
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

describe('Mixing', () => {
  const mixed = [...call, stream('receive', 'audio', 0, notSealed(150))];

  it('is known from then on, also to somebody muted', () => {
    const mixing = new Mixing();
    expect(mixing.judge(call)).toBe(false);
    expect(mixing.judge(mixed)).toBe(true);
    expect(mixing.judge(call)).toBe(true);
    expect(mixing.judge(call.slice(1))).toBe(true);
  });

  it('is over when a member’s own sound comes sealed, or the call ends', () => {
    for (const after of [[...mixed, stream('receive', 'audio', 1)], []]) {
      const mixing = new Mixing();
      expect(mixing.judge(mixed)).toBe(true);
      expect(mixing.judge(after)).toBe(false);
      expect(mixing.judge(call)).toBe(false);
    }
  });

  it('is said of a tab by what its documents know, and by what is seen', () => {
    expect(isMixed({ streams: call, ownSound: 'no' })).toBe(false);
    expect(isMixed({ streams: call, ownSound: 'no-picture' })).toBe(true);
    expect(isMixed({ streams: mixed, ownSound: 'no' })).toBe(true);
  });
});
