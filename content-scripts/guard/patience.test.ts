import { expect, it } from 'vitest';
import { Patience } from './patience.ts';

it('ends soon where nothing moves', () => {
  const patience = new Patience();
  expect([patience.isOver(700), patience.isOver(700), patience.isOver(700)]).toEqual([false, false, true]);
});

it('lasts while frames still move, and not for ever', () => {
  const patience = new Patience();
  const looks = Array.from({ length: 20 }, (_, look) => patience.isOver(700 + look));
  expect(looks.indexOf(true)).toBe(14);
});

it('begins anew with each answer', () => {
  const patience = new Patience();
  for (let look = 0; look < 20; look++) {
    expect(patience.isOver(700)).toBe(false);
    expect(patience.isOver(700)).toBe(false);
    patience.answered();
  }
});
