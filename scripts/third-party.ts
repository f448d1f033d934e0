import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const WORDS = `The English word list is the Electronic Frontier Foundation's long list for dice
(https://www.eff.org/dice), under CC BY 3.0 US (https://creativecommons.org/licenses/by/3.0/us/).`;

const PICTURES = `The pictures of the safety code are from Microsoft's Fluent Emoji, flat
(https://github.com/microsoft/fluentui-emoji), under the MIT License:

Copyright (c) Microsoft Corporation.

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

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
  return [...parts, `${WORDS}\n`, `${PICTURES}\n`].join(`\n${'-'.repeat(80)}\n\n`);
}
