/** Derives one browser's manifest from the project's only manifest.json. */

export type Browser = 'chrome' | 'firefox';

interface ContentScript {
  matches?: string[];
  readonly [key: string]: unknown;
}

interface Manifest {
  readonly host_permissions: string[];
  readonly optional_host_permissions: string[];
  readonly content_scripts: ContentScript[];
  readonly background: { readonly service_worker: string; readonly scripts: string[] };
  readonly web_accessible_resources: { readonly resources: string[]; matches?: string[] }[];
  readonly [key: string]: unknown;
}

/** Where the test build runs beside the services: the test pages and the demo. */
const TEST_HOSTS = ['http://localhost/*', 'https://localhost/*'];

/**
 * The policy of the extension's own pages: nothing but what the package holds. In Firefox one of them stands in pages and
 * holds a frame of theirs; see nested-helper.
 */
function policyOf(browser: Browser): string {
  const policy = [
    "default-src 'none'",
    // The frame worker's search for start codes, in the self-test.
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  if (browser === 'firefox') policy.push('frame-src http: https:');
  else policy.push("frame-ancestors 'none'");
  return policy.join('; ');
}

/**
 * @param source the parsed manifest.json; hosts stand only in its host_permissions, so that the lists cannot drift apart
 * @param browser Chrome reports `background.scripts` as an error, Firefox has no service worker
 * @param test also match localhost
 */
export function manifestFor(source: Manifest, browser: Browser, test: boolean): object {
  const matches = [...source.host_permissions, ...(test ? TEST_HOSTS : [])];
  const manifest: Record<string, unknown> = {
    ...source,
    host_permissions: matches,
    content_scripts: source.content_scripts.map((script) => ({ matches, ...script })),
  };
  manifest.content_security_policy = { extension_pages: policyOf(browser) };
  if (browser === 'chrome') {
    manifest.background = { service_worker: source.background.service_worker };
    delete manifest.browser_specific_settings;
    // Firefox asks for no schema, and its linter for no such key.
    manifest.storage = { managed_schema: 'managed-schema.json' };
    // Only Firefox needs the nested helper; nothing else of the extension is reachable from a page.
    delete manifest.web_accessible_resources;
  } else {
    manifest.background = { scripts: source.background.scripts };
    delete manifest.minimum_chrome_version;
    // Any site may become one that the user lets us work on. Its pages cannot guess the extension's address.
    const embedders = [...matches, ...source.optional_host_permissions];
    manifest.web_accessible_resources = source.web_accessible_resources.map((entry) => ({
      ...entry,
      matches: embedders,
    }));
  }
  return manifest;
}
