import { describe, expect, it } from 'vitest';
import { ownChannel, ownModeOf, ownSocket } from './own-mode.ts';

describe('a socket', () => {
  it.each([
    ['wss://rwg1.zoom.us/wc/media/81234567890?type=v&cid=AB12&mode=16', 'signalling'],
    ['wss://rwg1.zoom.us/wc/media/81234567890?type=v&cid=AB12&mode=16&prob=1', 'signalling'],
    ['ws://127.0.0.1:8080/wc/media/1?mode=16', 'signalling'],
    ['wss://rwg1.zoom.us/wc/media/81234567890?type=v&cid=AB12', 'picture'],
    ['wss://rwg1.zoom.us/wc/media/81234567890?type=a&cid=AB12', 'sound'],
    ['wss://rwg1.zoom.us/wc/media/81234567890?type=s&cid=AB12', 'screen'],
    ['wss://rwg1.zoom.us/wc/media/81234567890?type=r&mode=2&cid=AB12', 'picture'],
    ['wss://rwg1.zoom.us/wc/media/81234567890?type=v&mode=5', 'picture'],
    ['wss://rwg1.zoom.us/wc/media/81234567890?type=v&mode=5&mode=16', 'picture'],
    ['wss://rwg1.zoom.us/wc/media/81234567890?type=v&mode=160', 'picture'],
    ['wss://rwg1.zoom.us/wc/media/81234567890?type=v#&mode=16', 'picture'],
    ['wss://rwg1.zoom.us/media/81234567890?type=v', 'picture'],
    ['wss://example.com/media/1?type=v', undefined],
    ['wss://rwg1.zoom.us/webclient/81234567890?dn2=x', undefined],
    ['https://rwg1.zoom.us/wc/media/81234567890?type=v', undefined],
    ['nonsense', undefined],
  ])('to %s carries %s', (address, use) => {
    expect(ownSocket(address)).toBe(use);
  });
});

it('knows data channels by their labels, and nothing that every object has', () => {
  expect(ownChannel('ZoomWebclientAudioDataChannel')).toBe('sound');
  expect(ownChannel('ZoomWebclientVideoDataChannel')).toBe('picture');
  expect(ownChannel('constructor')).toBeUndefined();
});

it('knows whose documents are to be led to WebRTC', () => {
  expect(ownModeOf('https://app.zoom.us')?.soundWorker.test('audio.decode')).toBe(true);
  expect(ownModeOf('https://evilzoom.us')).toBeUndefined();
  expect(ownModeOf('https://meet.google.com')).toBeUndefined();
  expect(ownModeOf('null')).toBeUndefined();
});
