/**
 * `npm run site`: the repository's Markdown as a static site in site-output/, without a script.
 *
 *     npm run site -- --at https://callseal.example --contact mailto:security@callseal.example
 *
 * With both addresses, which only the one who publishes the site knows, it has a security.txt too.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { addressOf, pageOf } from './page.ts';
import { securityTxt } from './security-txt.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const output = join(root, 'site-output');
const { values } = parseArgs({ options: { at: { type: 'string' }, contact: { type: 'string' } } });
const security = values.at && values.contact ? securityTxt(values.contact, values.at, Date.now()) : undefined;

const markdown = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => (folder === '.' ? name : `${folder}/${name}`));
const pages = new Set([...markdown('.'), ...markdown('docs'), ...markdown('store-assets')]);

function write(path: string, text: string): void {
  mkdirSync(dirname(join(output, path)), { recursive: true });
  writeFileSync(join(output, path), text);
}

rmSync(output, { recursive: true, force: true });
const files = new Set<string>();
for (const path of pages) {
  write(addressOf(path), pageOf(path, readFileSync(join(root, path), 'utf8'), pages, (file) => files.add(file)).html);
}
for (const file of files) cpSync(join(root, file), join(output, file), { recursive: true });
cpSync(fileURLToPath(new URL('site.css', import.meta.url)), join(output, 'site.css'));
if (security) write('.well-known/security.txt', security);
else console.error('No security.txt: it needs --at and --contact.');
console.error(`${pages.size} pages are in site-output.`);
