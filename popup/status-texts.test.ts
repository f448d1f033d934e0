import { beforeAll, describe, expect, it, vi } from 'vitest';
import { QUIET_STREAM } from '../test/support/quiet-stream.ts';
import { QUIET_VIEW } from '../test/support/quiet-view.ts';

vi.mock('webextension-polyfill', () => ({
  default: {
    i18n: { getMessage: (key: string, values: readonly string[] = []) => [key, ...values].join(' ') },
  },
}));
let texts: typeof import('./status-texts.ts');
beforeAll(async () => {
  vi.spyOn(Intl, 'PluralRules').mockImplementation(
    class {
      select = (count: number): string => (count === 1 ? 'one' : 'other');
    } as never,
  );
  vi.spyOn(Intl, 'NumberFormat').mockImplementation(
    class {
      format = String;
    } as never,
  );
  texts = await import('./status-texts.ts');
});

const view = (opened: number, failures: Readonly<Record<string, number>>, members: number) => ({
  ...QUIET_VIEW,
  state: 'sealed' as const,
  streams: [QUIET_STREAM],
  totals: { ...QUIET_VIEW.totals, sealed: 500, opened: 500, members, now: { opened, failures } },
});

describe('what comes and does not open', () => {
  const stream = (side: 'send' | 'receive', kind: 'audio' | 'video', done: number, failures = {}) => ({
    ...QUIET_STREAM,
    ...{ side, kind },
    lately: { done, passed: 0, failures },
  });
  const unsealed = { 'not-sealed': 90 };
  const sound = [stream('send', 'audio', 500), stream('receive', 'audio', 0, unsealed)];

  it('is nobody’s for sure where only sound without a seal comes: the server may mix it', () => {
    const shown = { ...view(0, unsealed, 0), streams: sound };
    expect(texts.headline('sealed', shown)).toBe('head_nothing_sealed');
    expect(texts.statusText('sealed', shown)).toEqual({ say: 'say_perhaps_mixed', next: 'next_perhaps_mixed' });
  });

  it.each([
    ['a picture', [...sound, stream('receive', 'video', 0, unsealed)]],
    ['sound of another key', [...sound, stream('receive', 'audio', 0, { 'bad-tag': 9 })]],
    ['none of mine', [stream('send', 'audio', 0), stream('receive', 'audio', 0, unsealed)]],
  ])('is somebody’s where there is %s', (_, streams) => {
    expect(texts.headline('sealed', { ...view(0, unsealed, 0), streams })).toBe('head_none_sealed');
  });

  it('is explained to who has sent nothing', () => {
    const foreign = { ...view(0, { 'bad-tag': 90 }, 0), state: 'armed' as const };
    expect(texts.headline('armed', foreign)).toBe('head_nothing_sealed');
    expect(texts.statusText('armed', foreign)).toEqual({ say: 'say_foreign', next: 'next_foreign' });
    const own = view(0, { reflected: 90 }, 0);
    expect(texts.headline('armed', own)).toBe('head_armed');
    expect(texts.statusText('armed', own)).toEqual({ say: 'say_armed_own', next: undefined });
    expect(texts.statusText('armed', view(0, {}, 0))).toEqual({ say: 'say_armed', next: 'next_armed' });
  });
});

describe('who is sealed now', () => {
  it.each([
    ['nobody else', view(0, {}, 0), 'head_alone'],
    ['all', view(90, {}, 2), 'head_sealed_with_other 2'],
    ['one of several', view(90, { 'not-sealed': 90 }, 1), 'head_some_sealed_one 1'],
    ['two of several', view(90, { 'bad-tag': 90 }, 2), 'head_some_sealed_other 2'],
    ['somebody, whose name is over', view(90, { 'bad-tag': 90 }, 0), 'head_some_sealed'],
    ['none of the others', view(0, { 'missing-key': 90 }, 0), 'head_none_sealed'],
  ])('%s', (_, shown, headline) => {
    expect(texts.headline('sealed', shown)).toBe(headline);
  });

  it.each([
    [{ 'missing-key': 90 }, 'say_foreign', 'next_foreign'],
    [{ 'bad-tag': 90 }, 'say_foreign', 'next_foreign'],
    [{ 'not-sealed': 90 }, 'say_unsealed', 'next_unsealed'],
    [{ 'not-sealed': 90, 'bad-tag': 90 }, 'say_foreign_and_unsealed', 'next_foreign'],
    // Neither is many alone, so neither is said to be the reason.
    [{ 'not-sealed': 8, 'bad-tag': 8 }, 'say_foreign_and_unsealed', 'next_unsealed'],
  ])('for %j the reason is %s', (failures, say, next) => {
    expect(texts.statusText('sealed', view(0, failures, 0))).toEqual({ say, next });
  });
});
