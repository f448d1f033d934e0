/** The proof as one picture: three screens side by side, and under each what was measured there. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { NAMES, type Name } from './cameras.ts';
import type { Claim } from './claims.ts';

const FOLDER = fileURLToPath(new URL('../demo-output', import.meta.url));
const ROLES: Readonly<Record<Name, string>> = { Ada: 'Member Ada', Bo: 'Member Bo', Outsider: 'Outsider' };

const STYLE = `
  body { margin: 0; padding: 28px; background: #f5f6f8; color: #1a1f27; font: 17px/1.4 system-ui, "DejaVu Sans", sans-serif }
  h1 { margin: 0 0 20px; font-size: 26px }
  main { display: grid; grid-template-columns: repeat(3, 1fr); gap: 20px }
  section { padding: 16px; border-radius: 14px; background: #fff; box-shadow: 0 1px 4px #0002 }
  h2 { margin: 0 0 10px; font-size: 20px }
  img { display: block; width: 100%; border-radius: 8px }
  ul { margin: 12px 0 0; padding: 0; list-style: none }
  li { padding: 5px 0 5px 26px; text-indent: -26px; border-top: 1px solid #e5e8ec }
  li::before { content: "\\2713"; display: inline-block; width: 26px; text-indent: 0; color: #12805c; font-weight: bold }
  li.fail::before { content: "\\2717"; color: #c2241c }
  small { color: #5b6470 }
  .server { grid-column: 1 / -1 }
  .server ul { columns: 2; column-gap: 32px } .server li { break-inside: avoid }`;

/** @param screens PNG of each person's page, base64. @returns the path of the picture */
export async function drawProof(
  browser: Browser,
  title: string,
  screens: Readonly<Record<Name, string>>,
  claims: readonly Claim[],
): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const about = (name: Name): Claim[] => claims.filter(({ text }) => new RegExp(`^${name}('s Callseal| )`).test(text));
  const rest = claims.filter((claim) => !NAMES.some((name) => about(name).includes(claim)));
  const people = NAMES.map(
    (name) =>
      `<section><h2>${ROLES[name]}</h2><img src="data:image/png;base64,${screens[name]}" alt="">${list(about(name))}</section>`,
  );
  const page = await browser.newPage();
  await page.setViewport({ width: 1800, height: 900 });
  await page.setContent(
    `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><h1>${escaped(title)}</h1>
     <main>${people.join('')}<section class="server"><h2>The server in between</h2>${list(rest)}</section></main>`,
  );
  const path = `${FOLDER}/proof.png`;
  await page.screenshot({ path: path as `${string}.png`, fullPage: true });
  await page.close();
  return path;
}

function list(claims: readonly Claim[]): string {
  const items = claims.map(
    ({ text, figure, pass }) =>
      `<li class="${pass ? 'pass' : 'fail'}">${escaped(text)}<br><small>${escaped(figure)}</small></li>`,
  );
  return `<ul>${items.join('')}</ul>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
