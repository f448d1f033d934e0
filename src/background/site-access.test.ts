import { describe, expect, it } from 'vitest';
import { learnAccess, refusalOf } from './site-access.ts';

const [MEET, ZOOM, WEBEX] = ['https://meet.google.com/*', 'https://*.zoom.us/*', 'https://*.webex.com/*'] as const;

describe('why Callseal may not work on a host', () => {
  // Installed with two hosts of which the user gave one; the next version has a third.
  const installed = learnAccess(undefined, [MEET, ZOOM], [MEET]);
  const patterns = [MEET, ZOOM, WEBEX];
  const updated = learnAccess(installed, patterns, [MEET]);

  it('is that the user did not give it', () => {
    expect(refusalOf('app.zoom.us', patterns, updated)).toBe('not-given');
  });

  it('is that it was taken back, for good', () => {
    expect(refusalOf('meet.google.com', patterns, learnAccess(updated, patterns, []))).toBe('taken-back');
  });

  it('is that an update asks for it, until it is given once', () => {
    expect(refusalOf('acme.webex.com', patterns, updated)).toBe('new');
    const given = learnAccess(updated, patterns, [WEBEX]);
    expect(refusalOf('acme.webex.com', patterns, learnAccess(given, patterns, []))).toBe('taken-back');
  });

  it('is nothing that is remembered of a site which is no service', () => {
    expect(refusalOf('talk.example', patterns, updated)).toBe('not-given');
    expect(refusalOf('zoom.us.example', patterns, updated)).toBe('not-given');
  });
});
