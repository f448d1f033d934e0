import { expect, it } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import { meetingOf, SERVICES, serviceOf } from './registry.ts';

const id = (address: string): string | undefined => meetingOf(address)?.id;

it.each([
  ['https://meet.google.com/abc-defg-hij', 'abc-defg-hij'],
  ['https://meet.google.com/abc-defg-hij?authuser=1', 'abc-defg-hij'],
  ['https://meet.google.com/_meet/ABC-defg-hij', 'abc-defg-hij'],
  ['https://meet.google.com/landing', undefined],
  ['https://meet.google.com/new', undefined],
  ['https://app.zoom.us/wc/81234567890/start?fromPWA=1', '81234567890'],
  ['https://us02web.zoom.us/j/81234567890?pwd=secret', '81234567890'],
  ['https://zoom.us/wc/join/81234567890', '81234567890'],
  ['https://zoom.us/my/anna.example', 'anna.example'],
  ['https://app.zoom.us/wc/home', undefined],
  [
    'https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=x',
    '19%3ameeting_abc%40thread.v2',
  ],
  ['https://teams.live.com/meet/9312345678901?p=passcode', '9312345678901'],
  [
    'https://teams.microsoft.com/v2/?meetingjoin=true#/l/meetup-join/19%3ameeting_q%40thread.v2/0',
    '19%3ameeting_q%40thread.v2',
  ],
  ['https://teams.cloud.microsoft/v2/', undefined],
  ['https://acme.webex.com/meet/anna', 'anna'],
  ['https://acme.webex.com/acme/j.php?MTID=m0123456789abcdef', 'm0123456789abcdef'],
  [
    'https://web.webex.com/webappng/sites/acme/meeting/download/0123456789abcdef0123456789abcdef',
    '0123456789abcdef0123456789abcdef',
  ],
  ['https://whereby.com/our-room?embed', 'whereby.com/our-room'],
  ['https://acme.whereby.com/our-room', 'acme.whereby.com/our-room'],
  ['https://whereby.com/information/pricing', undefined],
  ['https://meet.jit.si/OurRoom#config.x=1', 'meet.jit.si/ourroom'],
  ['https://8x8.vc/tenant/OurRoom', '8x8.vc/tenant/ourroom'],
  ['https://meet.jit.si/static/close.html', undefined],
  ['https://example.org/abc-defg-hij', undefined],
  ['not an address', undefined],
])('%s is meeting %s', (address, expected) => {
  expect(id(address)).toBe(expected);
});

it('never keeps a passcode', () => {
  for (const address of [
    'https://zoom.us/j/81234567890?pwd=s3cret',
    'https://teams.live.com/meet/9312345678901?p=s3cret',
  ]) {
    expect(JSON.stringify(meetingOf(address))).not.toContain('s3cret');
  }
});

it('takes no look-alike host', () => {
  for (const host of ['meet.google.com.evil.example', 'notzoom.us', 'evilwebex.com', 'localhost']) {
    expect(serviceOf(new URL(`https://${host}/abc-defg-hij`))).toBeUndefined();
  }
});

it('knows exactly the hosts that the manifest asks for', () => {
  const hosts = SERVICES.flatMap((service) => service.hosts.map((host) => `https://${host}/*`));
  expect(hosts.toSorted()).toEqual(manifest.host_permissions.toSorted());
});
