import { describe, expect, it } from 'vitest';
import { NO_EXCEPTIONS } from '../call/exceptions.ts';
import { NOTHING_MANAGED } from '../managed.ts';
import { isProtectedByDefault, managedPatterns, withManaged } from './managed-record.ts';
import { EMPTY_RECORD, type TabRecord } from './tab-records.ts';

const POLICY = { ...NOTHING_MANAGED, protectedHosts: ['meet.google.com', '*.webex.com'] };
const ADDRESS = 'https://meet.google.com/abc-defg-hij';
const IN_MEETING: TabRecord = { ...EMPTY_RECORD, meeting: { service: 'meet', id: 'abc-defg-hij', shared: true } };

describe('protection by default', () => {
  it('comes on in a meeting of a protected host, and nowhere else', () => {
    expect(withManaged(IN_MEETING, POLICY, ADDRESS)).toEqual({ ...IN_MEETING, on: true, decided: true });
    expect(withManaged(IN_MEETING, NOTHING_MANAGED, ADDRESS)).toBe(IN_MEETING);
    expect(withManaged(EMPTY_RECORD, POLICY, ADDRESS)).toBe(EMPTY_RECORD);
    expect(withManaged(IN_MEETING, POLICY, 'https://meet.example.com/abc-defg-hij')).toBe(IN_MEETING);
    expect(withManaged(IN_MEETING, POLICY, undefined)).toBe(IN_MEETING);
  });

  it('stays off once the user has switched it off', () => {
    const off = { ...IN_MEETING, decided: true };
    expect(withManaged(off, POLICY, ADDRESS)).toBe(off);
  });

  it.each([
    ['https://acme.webex.com/meet/ada', true],
    ['https://webex.com/meet/ada', false],
    ['https://meet.google.com.evil.example/abc', false],
    ['http://meet.google.com/abc', false],
    ['not an address', false],
  ])('%s: %s', (address, protect) => expect(isProtectedByDefault(POLICY, address)).toBe(protect));

  it('has the pages of its hosts wait for their orders', () => {
    expect(managedPatterns(POLICY)).toEqual(['https://meet.google.com/*', 'https://*.webex.com/*']);
  });
});

describe('exceptions', () => {
  const mixed: TabRecord = { ...IN_MEETING, on: true, decided: true, exceptions: { hear: true, sound: true } };

  it('end where the organisation allows none, also those of before', () => {
    expect(withManaged(mixed, { ...POLICY, allowExceptions: false }, ADDRESS).exceptions).toEqual(NO_EXCEPTIONS);
    expect(withManaged(mixed, POLICY, ADDRESS)).toBe(mixed);
  });
});
