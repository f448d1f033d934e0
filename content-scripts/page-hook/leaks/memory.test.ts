import { afterEach, describe, expect, it, vi } from 'vitest';
import { refuseLargeMemory } from './memory.ts';

const native = WebAssembly.Memory;
afterEach(() => {
  vi.restoreAllMocks();
  WebAssembly.Memory = native;
  Object.assign(native.prototype, { constructor: native });
});

const LARGE = { initial: 1, maximum: 1_024, shared: true };

/** Asks for each memory at its time, in milliseconds. @returns which were given */
function ask(
  mayRefuse: (shared: boolean) => boolean,
  wanted: readonly [number, WebAssembly.MemoryDescriptor][],
): boolean[] {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  refuseLargeMemory(mayRefuse);
  return wanted.map(([at, descriptor]) => {
    now = at;
    try {
      return new WebAssembly.Memory(descriptor) instanceof native;
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      return false;
    }
  });
}

describe('large memory', () => {
  it('is refused once, and once more to who tries again at once', () => {
    expect(
      ask(
        () => true,
        [
          [0, LARGE],
          [10, LARGE],
          [20, LARGE],
        ],
      ),
    ).toEqual([false, false, true]);
  });

  it('is given to who asks later: a shared screen has to be shown', () => {
    expect(
      ask(
        () => true,
        [
          [0, LARGE],
          [2_000, LARGE],
        ],
      ),
    ).toEqual([false, true]);
  });

  it('is told from what tests a browser, and from what may not be refused', () => {
    const small = { initial: 1, maximum: 2, shared: true };
    expect(
      ask(
        (shared) => shared,
        [
          [0, small],
          [0, { initial: 600 }],
          [0, { initial: 1, maximum: 2_048 }],
          [0, LARGE],
        ],
      ),
    ).toEqual([true, true, true, false]);
  });

  it('is refused by its initial size where it has no maximum', () => {
    expect(ask((shared) => !shared, [[0, { initial: 600 }]])).toEqual([false]);
  });

  it('leaves errors to the browser', () => {
    refuseLargeMemory(() => true);
    expect(() => new WebAssembly.Memory(undefined as unknown as WebAssembly.MemoryDescriptor)).toThrow(TypeError);
  });
});
