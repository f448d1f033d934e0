import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTHING_MANAGED, validManaged } from './managed.ts';

const schema = JSON.parse(readFileSync(new URL('managed-schema.json', import.meta.url), 'utf8'));
const guide = readFileSync(new URL('../docs/administrators.md', import.meta.url), 'utf8');

describe('what an organisation sets', () => {
  it('is nothing without a policy', () => expect(validManaged({})).toEqual(NOTHING_MANAGED));

  it('is what the schema and the guide name, and no key', () => {
    const names = Object.keys(schema.properties);
    expect(names).toEqual(Object.keys(NOTHING_MANAGED));
    for (const name of names) expect(guide).toContain(`\`${name}\``);
    expect(names.filter((name) => /passphrase|secret|invite/i.test(name))).toEqual([]);
  });

  it('is taken as it is meant', () => {
    const policy = {
      protectedHosts: ['Meet.Google.com', ' *.webex.com ', 'not a host', 'https://zoom.us', 7, '*', 'com'],
      ...{ allowExceptions: false, drawnWordsOnly: true, allowRememberedKeys: false },
      supportContact: ' IT help\u0000desk\n1234 ',
    };
    expect(validManaged(policy)).toEqual({
      protectedHosts: ['meet.google.com', '*.webex.com'],
      ...{ allowExceptions: false, drawnWordsOnly: true, allowRememberedKeys: false },
      supportContact: 'IT help desk 1234',
    });
  });

  it('forbids rather than allows where it is mistaken', () => {
    const mistaken = { allowExceptions: 'yes', drawnWordsOnly: 'yes', allowRememberedKeys: 1, supportContact: ['x'] };
    expect(validManaged(mistaken)).toEqual({
      ...NOTHING_MANAGED,
      ...{ allowExceptions: false, drawnWordsOnly: true, allowRememberedKeys: false },
    });
  });

  it('never throws, whatever a policy has in it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(NOTHING_MANAGED)), fc.anything()), (policy) => {
        const { protectedHosts, supportContact } = validManaged(policy);
        expect(protectedHosts.every((host) => /^[a-z\d.*-]+$/.test(host))).toBe(true);
        expect(supportContact.length).toBeLessThanOrEqual(200);
      }),
    );
  });
});
