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
