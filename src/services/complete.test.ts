/** A service is one file and one stand-in: what a new one is still missing. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import { SERVICES } from './registry.ts';
import type { Service } from './service.ts';

const root = new URL('../../', import.meta.url);
const guide = readFileSync(new URL('docs/services.md', root), 'utf8');
const addresses = readFileSync(new URL('src/services/registry.test.ts', root), 'utf8');

/** What there is not yet of a service, each as a thing to do. */
function missingOf({ id, name, hosts }: Service): string[] {
  const standIn = new URL(`test/services/${id}/`, root);
  const files = existsSync(standIn) ? readdirSync(standIn) : [];
  const asked = hosts.filter((host) => !manifest.host_permissions.includes(`https://${host}/*`));
  return [
    ...asked.map((host) => `ask for https://${host}/* in manifest.json, and justify it in store-assets/permissions.md`),
    ...(files.some((file) => file.endsWith('.html')) ? [] : [`stand in for its client in test/services/${id}/`]),
    ...(files.includes('README.md') ? [] : [`say in test/services/${id}/README.md what is taken from the real client`]),
    ...(existsSync(new URL(`test/e2e/${id}.test.ts`, root)) ? [] : [`seal a call of it in test/e2e/${id}.test.ts`]),
    ...(guide.includes(name) ? [] : [`say in docs/services.md what is known of ${name}`]),
    ...(addresses.includes(`  ${id}: [`) ? [] : [`name addresses and meetings of it in registry.test.ts`]),
  ];
}

it.each(SERVICES)('nothing is missing of $name', (service) => {
  expect(missingOf(service)).toEqual([]);
});

it('names all that is missing of a service that is only a file', () => {
  const service: Service = {
    ...{ id: 'nowhere', name: 'Nowhere Calls', hosts: ['nowhere.example'], sharedMeetingId: true, cannotSeal: [] },
    meetingId: () => undefined,
  };
  expect(missingOf(service)).toHaveLength(6);
});
