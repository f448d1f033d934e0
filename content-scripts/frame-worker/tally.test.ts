import { expect, it } from 'vitest';
import { Tally } from './tally.ts';

it('says nothing of the key there is by what did not fit the one before it', () => {
  const tally = new Tally({ id: 1, side: 'receive', kind: 'audio' });
  for (let frame = 0; frame < 60; frame++) tally.fail(frame % 2 ? 'bad-tag' : 'missing-key');
  tally.fail('not-sealed');
  expect(tally.counts().lately.failures).toEqual({ 'bad-tag': 30, 'missing-key': 30, 'not-sealed': 1 });
  tally.keyChanged();
  expect(tally.counts().lately.failures).toEqual({ 'not-sealed': 1 });
  expect(tally.counts().failures).toEqual({ 'bad-tag': 30, 'missing-key': 30, 'not-sealed': 1 });
});
