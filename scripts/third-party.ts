import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const WORDS = `The English word list is the Electronic Frontier Foundation's long list for dice
(https://www.eff.org/dice), under CC BY 3.0 US (https://creativecommons.org/licenses/by/3.0/us/).`;

/**
 * What the package has to say of the libraries in it: name, version and licence of each dependency that ships.
 *
 * @throws when one of them comes without its licence
 */
export function thirdParty(root: string): string {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const parts = Object.entries(dependencies).map(([name, version]) => {
    const folder = join(root, 'node_modules', name);
    const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|third_party_licenses)/i.test(file));
    if (files.length === 0) throw new Error(`${name} comes without a licence.`);
    const texts = files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8').trim());
    return `${name} ${version}\n\n${texts.join('\n\n')}\n`;
  });
  return [...parts, `${WORDS}\n`].join(`\n${'-'.repeat(80)}\n\n`);
}
