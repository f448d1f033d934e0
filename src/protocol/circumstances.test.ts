import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { FULL_FACTS, fullCircumstances } from '../../test/support/full-facts.ts';
import { validCircumstances } from './circumstances.ts';
import { validFacts } from './valid-facts.ts';

/** The value with each text in it replaced, one more property in each record, and each list longer than any may be. */
function hostile(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return Array.from({ length: 2_000 }, () => hostile(value[0], text));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, each]) => [name, hostile(each, text)]);
  return Object.fromEntries([...entries, [text, 7]]);
}

it('passes what an honest guard says', () => {
  expect(validCircumstances(fullCircumstances([]))).toEqual(fullCircumstances([]));
  expect(validFacts(FULL_FACTS)).toEqual(FULL_FACTS);
});

it('lets words of its own lists through alone, and no more of them than there can be', () => {
  const text = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom('__proto__', 'constructor', 'L1T3 10.0.0.1', '5550123456'),
  );
  fc.assert(
    fc.property(text, (each) => {
      const mark = `¤${each}¤`;
      const made = [validCircumstances(hostile(fullCircumstances([]), mark)), validFacts(hostile(FULL_FACTS, mark))];
      const said = JSON.stringify(made);
      expect(said).not.toContain('¤');
      expect(said.length).toBeLessThan(4_000);
    }),
    { numRuns: 30 },
  );
});

it('bounds numbers that could be something else than a figure', () => {
  const { payloadType, format, layers } = validFacts({
    payloadType: 4_123_456_789,
    format: [{ name: 'apt', value: 4_123_456_789 }],
    layers: [{ ...FULL_FACTS.layers[0], height: 1_037, fps: 4_123_456_789 }],
  });
  expect([payloadType, format[0]?.value, layers[0]?.height, layers[0]?.fps]).toEqual([127, 999, 0, 999]);
});

it('is total', () => {
  fc.assert(
    fc.property(fc.anything(), (anything) => {
      expect(validFacts(anything).direction).toBeTruthy();
      expect(validCircumstances({ ended: [anything], times: anything })?.way).toBe('none');
    }),
  );
});
