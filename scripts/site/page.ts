import { posix } from 'node:path';
import { Marked } from 'marked';

/** A page of the site. */
export interface Page {
  /** Where it lies in the repository, and so in the site with `.html` for `.md`. */
  readonly path: string;
  readonly html: string;
}

/** @param path of a Markdown file in the repository; README.md is the site's first page */
export function addressOf(path: string): string {
  return path === 'README.md' ? 'index.html' : path.replace(/\.md$/, '.html');
}

/**
 * Makes a page of a Markdown file.
 *
 * @param path in the repository, with forward slashes
 * @param pages all files that become pages; links to them become links to those, any other file's is taken to `elsewhere`
 * @param elsewhere called with each file of the repository that is linked or shown and is no page
 */
export function pageOf(
  path: string,
  markdown: string,
  pages: ReadonlySet<string>,
  elsewhere: (path: string) => void,
): Page {
  const folder = posix.dirname(path);
  const up = folder === '.' ? '' : '../'.repeat(folder.split('/').length);
  const follow = (href: string): string => {
    if (/^(?:[a-z]+:|#)/i.test(href)) return href;
    const [file = '', fragment] = href.split('#');
    const target = posix.normalize(posix.join(folder, file));
    if (!pages.has(target)) elsewhere(target);
    return up + (pages.has(target) ? addressOf(target) : target) + (fragment ? `#${fragment}` : '');
  };
  const marked = new Marked({
    walkTokens: (token) => {
      if (token.type === 'link' || token.type === 'image') token.href = follow(token.href);
    },
    renderer: {
      heading({ tokens, depth, text }) {
        return `<h${depth} id="${slug(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
    },
  });
  const title = /^# (.+)$/m.exec(markdown)?.[1] ?? path;
  const language = /\.de\.md$|datenschutz\.md$/.test(path) ? 'de' : 'en';
  return { path, html: frame(title, language, up, marked.parse(markdown, { async: false })) };
}

/** As GitHub names headings, so that links work in both places. */
function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

const MENU = [
  ['Callseal', 'index.html'],
  ['Privacy', 'PRIVACY.html'],
  ['Security', 'SECURITY.html'],
  ['Support', 'SUPPORT.html'],
  ['Administrators', 'docs/administrators.html'],
  ['Accessibility', 'docs/accessibility.html'],
] as const;

function frame(title: string, language: string, up: string, body: string): string {
  const menu = MENU.map(([name, href]) => `<a href="${up}${href}">${name}</a>`).join(' ');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; img-src 'self'; style-src 'self'">
<title>${title === 'Callseal' ? title : `${title.replace(/[<&"]/g, '')} – Callseal`}</title>
<link rel="stylesheet" href="${up}site.css">
</head>
<body>
<nav lang="en" aria-label="Site">${menu}</nav>
<main>
${body}</main>
</body>
</html>
`;
}
