/** A second extension beside Callseal, whose script comes before or after ours in every page. */
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SCRIPT = new URL('../other-extension/script.js', import.meta.url).pathname;

export interface OtherExtension {
  readonly folder: string;
  remove(): void;
}

/**
 * @param place Chromium runs scripts in the order of the extensions' ids, which a key in the manifest decides
 * @param number Firefox runs them in an order that follows from the id in a way of its own: to be tried out
 */
export function makeOtherExtension(place: 'first' | 'last', number = 0): OtherExtension {
  const folder = mkdtempSync(join(tmpdir(), 'callseal-other-'));
  const script = { matches: ['http://localhost/*'], js: ['script.js'], world: 'MAIN', run_at: 'document_start' };
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({
      manifest_version: 3,
      name: 'Other',
      version: '1',
      key: keyFor(place),
      browser_specific_settings: { gecko: { id: `other-${number}@other.example` } },
      content_scripts: [{ ...script, all_frames: true, match_origin_as_fallback: true }],
    }),
  );
  cpSync(SCRIPT, join(folder, 'script.js'));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** A key whose hash, which is the id, comes before or behind nearly all others. */
function keyFor(place: 'first' | 'last'): string {
  for (;;) {
    const key = randomBytes(64);
    const [head] = createHash('sha256').update(key).digest();
    if (head === (place === 'first' ? 0x00 : 0xff)) return key.toString('base64');
  }
}
