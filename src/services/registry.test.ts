import { describe, expect, it } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import { isOwnFrame, meetingOf, nativeServiceOf, SERVICES, serviceOf } from './registry.ts';

const THREAD = '19:meeting_abc@thread.v2';
const COORDINATES = btoa(JSON.stringify({ conversationId: THREAD, tenantId: 't', messageId: '0' }));

/** By service: an address of each form, and the meeting it names. */
const ADDRESSES: Readonly<Record<string, readonly (readonly [address: string, id: string | undefined])[]>> = {
  meet: [
    ['https://meet.google.com/abc-defg-hij', 'abc-defg-hij'],
    ['https://meet.google.com/abc-defg-hij?authuser=1', 'abc-defg-hij'],
    ['https://meet.google.com/abc-defg-hij#x', 'abc-defg-hij'],
    ['https://meet.google.com/_meet/ABC-defg-hij', 'abc-defg-hij'],
    ['https://meet.google.com/lookup/standup', undefined],
    ['https://meet.google.com/', undefined],
    ['https://meet.google.com/landing', undefined],
    ['https://meet.google.com/new', undefined],
  ],
  teams: [
    ['https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=%7b%7d', THREAD],
    ['https://teams.microsoft.com/l/meetup-join/19:meeting_abc@thread.v2/1700000000000', THREAD],
    ['https://teams.microsoft.com/v2/?meetingjoin=true#/l/meetup-join/19%3ameeting_abc%40thread.v2/0', THREAD],
    [
      'https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fmeetup-join%2F19%3Ameeting_abc%40thread.v2%2F0%3Fcontext%3Dx&type=meetup-join',
      THREAD,
    ],
    [
      'https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fmeetup-join%2F19%253ameeting_abc%2540thread.v2%2F0%3Fanon%3Dtrue',
      THREAD,
    ],
    [`https://teams.microsoft.com/light-meetings/launch?agent=web&coords=${encodeURIComponent(COORDINATES)}`, THREAD],
    ['https://teams.microsoft.com/light-meetings/launch?coords=nonsense', undefined],
    ['https://teams.cloud.microsoft/l/meetup-join/19%3ameeting_abc%40thread.v2/0', THREAD],
    ['https://gov.teams.microsoft.us/l/meetup-join/19%3ameeting_abc%40thread.v2/0', THREAD],
    ['https://dod.teams.microsoft.us/l/meetup-join/19%3ameeting_abc%40thread.v2/0', THREAD],
    ['https://teams.live.com/meet/9312345678901?p=passcode', '9312345678901'],
    [
      'https://teams.live.com/dl/launcher/launcher.html?url=%2F_%23%2Fmeet%2F9312345678901%3Fp%3Dpasscode',
      '9312345678901',
    ],
    ['https://teams.microsoft.com/meet/2312345678901?p=100%', '2312345678901'],
    ['https://teams.cloud.microsoft/v2/', undefined],
    ['https://teams.cloud.microsoft/', undefined],
  ],
  zoom: [
    ['https://us02web.zoom.us/j/81234567890?pwd=secret', '81234567890'],
    ['https://us02web.zoom.us/s/81234567890#success', '81234567890'],
    ['https://us02web.zoom.us/w/81234567890?tk=secret', '81234567890'],
    ['https://zoom.us/wc/join/81234567890', '81234567890'],
    ['https://app.zoom.us/wc/81234567890/start?fromPWA=1', '81234567890'],
    ['https://app.zoom.us/wc/81234567890/join?fromPWA=1&pwd=secret', '81234567890'],
    ['https://app.zoom.us/81234567890/join?from=pwa', '81234567890'],
    ['https://acme.zoom.com/j/812345678', '812345678'],
    ['https://acme.zoomgov.com/j/1612345678', '1612345678'],
    ['https://zoom.us/my/Anna.Example', 'anna.example'],
    ['https://app.zoom.us/wc/home', undefined],
    ['https://zoom.us/j/12345', undefined],
  ],
  webex: [
    ['https://acme.webex.com/meet/anna', 'acme.webex.com/anna'],
    ['https://acme.webex.com/join/anna', 'acme.webex.com/anna'],
    ['https://acme.webex.com/acme/j.php?MTID=m0123456789abcdef', 'm0123456789abcdef'],
    [
      'https://web.webex.com/webappng/sites/acme/meeting/download/0123456789abcdef0123456789abcdef',
      '0123456789abcdef0123456789abcdef',
    ],
    [
      'https://acme.webex.com/webappng/sites/acme/meeting/info/0123456789abcdef0123456789abcdef?isPopupRegisterView=true',
      '0123456789abcdef0123456789abcdef',
    ],
    [
      'https://acme.webex.com/wbxmjs/joinservice/sites/acme/meeting/download/0123456789abcdef0123456789abcdef',
      '0123456789abcdef0123456789abcdef',
    ],
    ['https://www.webex.com/', undefined],
  ],
  whereby: [
    ['https://whereby.com/our-room?embed', 'whereby.com/our-room'],
    ['https://whereby.com/Our-Room?roomKey=secret', 'whereby.com/our-room'],
    ['https://acme.whereby.com/our-room', 'acme.whereby.com/our-room'],
    ['https://whereby.com/information/pricing', undefined],
    ['https://whereby.com/user', undefined],
    ['https://whereby.com/org/settings', undefined],
    ['https://whereby.com/', undefined],
  ],
  jitsi: [
    ['https://meet.jit.si/OurRoom#config.x=1', 'meet.jit.si/ourroom'],
    ['https://meet.jit.si/OurRoom?jwt=secret', 'meet.jit.si/ourroom'],
    ['https://meet.jit.si/StaticElectricity', 'meet.jit.si/staticelectricity'],
    ['https://8x8.vc/tenant/OurRoom', '8x8.vc/tenant/ourroom'],
    ['https://meet.jit.si/static/close.html', undefined],
    ['https://meet.jit.si/', undefined],
  ],
  site: [
    ['https://talk.example/call/a1b2', 'talk.example/call/a1b2'],
    ['https://talk.example:8443/call/a1b2/?password=secret#secret', 'talk.example:8443/call/a1b2'],
    ['https://meet.google.com.evil.example/abc-defg-hij', 'meet.google.com.evil.example/abc-defg-hij'],
    ['https://notzoom.us/j/81234567890', 'notzoom.us/j/81234567890'],
    ['https://evilwebex.com/meet/anna', 'evilwebex.com/meet/anna'],
    ['https://fake.teams.live.com/meet/9312345678901', 'fake.teams.live.com/meet/9312345678901'],
  ],
};

describe.each(Object.entries(ADDRESSES))('%s', (service, addresses) => {
  it.each(addresses)('%s is meeting %s', (address, id) => {
    expect(serviceOf(new URL(address))?.id).toBe(service);
    expect(meetingOf(address)?.id).toBe(id);
  });

  it('never keeps a passcode or a ticket', () => {
    for (const [address] of addresses) {
      expect(JSON.stringify(meetingOf(address) ?? null)).not.toMatch(/secret|passcode|100%/);
    }
  });
});

it.each(['http://talk.example/call', 'about:blank', 'file:///etc/passwd', 'not an address', undefined])(
  '%s is no meeting',
  (address) => {
    expect(meetingOf(address)).toBeUndefined();
  },
);

it('says of TeamViewer Meeting that no browser holds its calls', () => {
  for (const address of ['https://go.teamviewer.com/m12345678', 'https://www.blizz.com/']) {
    expect(nativeServiceOf(new URL(address))?.name).toBe('TeamViewer Meeting');
    expect(meetingOf(address)).toBeUndefined();
  }
  expect(nativeServiceOf(new URL('https://notteamviewer.com/'))).toBeUndefined();
});

describe('an address that names no meeting any more', () => {
  const before = meetingOf('https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0') ?? null;

  it('goes on with the one on the way there, on any host of a service that does so', () => {
    expect(meetingOf('https://teams.cloud.microsoft/v2/', before)).toEqual(before);
  });

  it('and with no other', () => {
    expect(meetingOf('https://teams.cloud.microsoft/v2/#/meet/2312345678901', before)?.id).toBe('2312345678901');
    expect(meetingOf('https://app.zoom.us/wc/home', before)).toBeUndefined();
    expect(meetingOf('https://meet.google.com/', meetingOf('https://meet.google.com/abc-defg-hij'))).toBeUndefined();
    expect(meetingOf('https://teams.cloud.microsoft/v2/', null)).toBeUndefined();
  });
});

describe('keys are for frames of the meeting’s own service', () => {
  it.each([
    ['https://teams.live.com/meet/9312345678901', 'https://teams.microsoft.com', true],
    ['https://teams.live.com/meet/9312345678901', 'https://meet.google.com', false],
    ['https://teams.live.com/meet/9312345678901', 'https://ads.example', false],
    ['https://teams.live.com/meet/9312345678901', 'null', false],
    ['https://talk.example/call', 'https://talk.example', true],
    ['https://talk.example/call', 'https://talk.example:8443', false],
    ['https://talk.example/call', 'https://ads.example', false],
    ['https://talk.example/call', 'http://talk.example', false],
  ])('%s in a frame of %s: %s', (address, origin, may) => {
    const meeting = meetingOf(address);
    expect(meeting && isOwnFrame(origin, meeting)).toBe(may);
  });
});

it('knows exactly the hosts that the manifest asks for', () => {
  const hosts = SERVICES.flatMap((service) => service.hosts.map((host) => `https://${host}/*`));
  expect(hosts.toSorted()).toEqual(manifest.host_permissions.toSorted());
});
