import { expect, it } from 'vitest';
import { judge, worst } from './state.ts';

const evidence = { on: true, keys: true, broken: undefined, mixed: false, counted: 0, standing: true } as const;

it('claims sealed only after frames were counted', () => {
  expect(judge(evidence)).toBe('armed');
  expect(judge({ ...evidence, counted: 1 })).toBe('sealed');
});

it('never claims more than sealed in part while something goes unsealed', () => {
  expect(judge({ ...evidence, mixed: true })).toBe('mixed');
  expect(judge({ ...evidence, mixed: true, counted: 9 })).toBe('mixed');
  expect(judge({ ...evidence, mixed: true, keys: false })).toBe('no-key');
  expect(worst(['sealed', 'mixed'])).toBe('mixed');
});

it('says no-key and broken whatever was counted before', () => {
  expect(judge({ ...evidence, keys: false, counted: 9 })).toBe('no-key');
  expect(judge({ ...evidence, broken: 'leak', counted: 9 })).toBe('broken');
});

it('claims nothing before a worker stands that the document needs', () => {
  expect(judge({ ...evidence, standing: false })).toBe('unproven');
  expect(judge({ ...evidence, standing: false, mixed: true, counted: 9 })).toBe('unproven');
  expect(judge({ ...evidence, standing: false, keys: false })).toBe('no-key');
  expect(worst(['sealed', 'broken', 'unproven'])).toBe('unproven');
});

it('is off when protection is off, whatever else holds', () => {
  expect(judge({ ...evidence, on: false, broken: 'leak', counted: 9 })).toBe('off');
});

it('shows the most urgent of several documents', () => {
  expect(worst(['sealed', 'broken', 'armed'])).toBe('broken');
  expect(worst(['armed', 'sealed'])).toBe('sealed');
  expect(worst(['sealed', 'no-key'])).toBe('no-key');
  expect(worst([])).toBe('off');
});
