/** A second extension beside Callseal, whose script comes before or after ours in every page. */
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserName } from './browsers.ts';
import { Participant } from './member.ts';
import type { Stage } from './stage.ts';

const SCRIPT = new URL('../other-extension/script.js', import.meta.url).pathname;

/** More than it takes: each has an even chance. */
const TRIES = 30;

export type Place = 'first' | 'last';

declare const otherExtension: { readonly first: boolean };

/** A browser with both extensions, and a member in it. */
export class OtherExtension {
  readonly member: Participant;
  readonly #place: Place;
  /** Folders of the extension, each under an id of its own; the last is installed. */
  readonly #folders: string[];
  #id: string | undefined;

  private constructor(member: Participant, place: Place, folders: string[]) {
    this.member = member;
    this.#place = place;
    this.#folders = folders;
  }

  static async start(stage: Stage, browser: BrowserName, place: Place, address: string): Promise<OtherExtension> {
    const beside = browser === 'chromium' ? makeExtension(place, 0) : undefined;
    const client = await stage.client(browser, { extension: 'test', ...(beside !== undefined && { beside }) });
    return new OtherExtension(await Participant.open(client, address), place, beside === undefined ? [] : [beside]);
  }

  /**
   * Shows the member a page in which the script is in its place. In Firefox others are installed until one is: which script
   * comes first differs between its processes, and has changed between two pages of one tab.
   */
  async goTo(address: string): Promise<void> {
    const { page, client } = this.member;
    for (let tries = 0; tries < TRIES; tries++) {
      if (client.name === 'firefox' && (tries > 0 || this.#id === undefined)) await this.#installNext();
      await page.goto(address);
      if ((await this.isFirst()) === (this.#place === 'first')) return;
      await this.settled();
    }
    throw new Error(`the other extension's script does not come ${this.#place}`);
  }

  /** Waits for Callseal's helper frame. Firefox's driver takes a page that is left while a frame loads for one that failed. */
  async settled(): Promise<void> {
    await this.member.until(({ state }) => state !== 'unproven');
  }

  /** Whether nothing of Callseal was in the page before it. */
  isFirst(): Promise<boolean> {
    return this.member.page.evaluate(() => otherExtension.first);
  }

  /** The browser may be lent to another test. */
  async end(): Promise<void> {
    await this.#uninstall();
    for (const folder of this.#folders) rmSync(folder, { recursive: true });
  }

  async #installNext(): Promise<void> {
    await this.#uninstall();
    const folder = makeExtension(this.#place, this.#folders.length);
    this.#folders.push(folder);
    this.#id = await this.member.client.browser.installExtension(folder);
  }

  async #uninstall(): Promise<void> {
    if (this.#id !== undefined) await this.member.client.browser.uninstallExtension(this.#id);
    this.#id = undefined;
  }
}

/**
 * @param place Chromium runs scripts in the order of the extensions' ids, which a key in the manifest decides
 * @param number makes the id in Firefox, whose order follows from where the id lies in a process' memory
 * @returns its folder
 */
function makeExtension(place: Place, number: number): string {
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
  return folder;
}

/** A key whose hash, which is the id, comes before or behind nearly all others. */
function keyFor(place: Place): string {
  for (;;) {
    const key = randomBytes(64);
    const [head] = createHash('sha256').update(key).digest();
    if (head === (place === 'first' ? 0x00 : 0xff)) return key.toString('base64');
  }
}
