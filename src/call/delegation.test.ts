import { describe, expect, it } from 'vitest';
import { delegatesDevices, withoutDevices } from './delegation.ts';

const CALL = 'https://call.example';

describe('a frame of another origin', () => {
  it.each([
    ['camera', true],
    ['fullscreen; Microphone *', true],
    ["display-capture 'src'", true],
    [`camera 'self' ${CALL}`, true],
    [`camera ${CALL}/path`, true],
    ['camera https://other.example', false],
    ["camera 'self'", false],
    ["camera 'none'", false],
    ['fullscreen *; autoplay', false],
    ['camera nonsense', false],
    ['', false],
  ])('with allow="%s" gets a device: %s', (allow, gets) => {
    expect(delegatesDevices(allow, CALL, CALL)).toBe(gets);
  });

  it('that went elsewhere keeps what is given to any origin, or to that one', () => {
    const other = 'https://other.example';
    expect(delegatesDevices('camera', other, CALL)).toBe(false);
    expect(delegatesDevices('camera *', other, CALL)).toBe(true);
    expect(delegatesDevices(`camera ${other}`, other, CALL)).toBe(true);
    expect(delegatesDevices('camera', null, CALL)).toBe(true);
  });
});

it('takes the devices away and leaves the rest', () => {
  expect(withoutDevices(" camera *;fullscreen 'src' ; MICROPHONE; display-capture;autoplay;")).toBe(
    "fullscreen 'src'; autoplay",
  );
  expect(withoutDevices('camera')).toBe('');
});
