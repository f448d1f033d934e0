/** What `npm run check` says to whoever lets a part know what it must not know. */
import { describe, expect, it } from 'vitest';
import { deadExports, importFaults } from '../../scripts/imports/judge.ts';
import { parseSource, type Source } from '../../scripts/imports/sources.ts';

const file = (path: string, ...lines: string[]): Source => parseSource(path, lines.join('\n'));

const CHAIN = [
  file('src/keys/chain.ts', "import { sha512 } from '@noble/hashes/sha2.js';", 'export function linkAt() {}'),
  file('src/keys/call-secret.ts', "import { linkAt } from './chain.ts';", 'export const readSecret = 1;'),
  file('src/frame/opener.ts', 'export class Opener {}'),
  file('src/covers/opus.ts', 'export const opus = 1;'),
  file('src/call/state.ts', 'export const CALL_STATES = [];'),
];
const faultsOf = (...sources: Source[]): string[] => importFaults([...CHAIN, ...sources]);

describe('no part learns what it must never hold', () => {
  it.each([
    ['page-hook', 'content-scripts/page-hook/gate.ts', '../../src/keys/call-secret.ts', 'page’s own world'],
    ['page-hook', 'content-scripts/page-hook/leaks/marks.ts', '../../../src/frame/opener.ts', 'page’s own world'],
    ['frame-worker', 'content-scripts/frame-worker/main.ts', '../../src/keys/chain.ts', 'call secret'],
    ['frame-worker', 'content-scripts/frame-worker/main.ts', 'webextension-polyfill', 'network or storage'],
    ['guard', 'content-scripts/guard/guard.ts', '../../src/keys/call-secret.ts', 'call secret or a passphrase'],
    ['popup', 'popup/components/status.tsx', '../../src/keys/call-secret.ts', 'popup must never'],
    ['pages', 'pages/qr/qr-page.tsx', '../../src/keys/chain.ts', 'pages must never'],
    ['background', 'src/background/main.ts', '../covers/opus.ts', 'never handle media'],
  ])('%s: %s imports %s', (_, path, target, why) => {
    const faults = faultsOf(file(path, `import { something } from '${target}';`)).join('\n');
    expect(faults).toContain(path);
    expect(faults).toContain(why);
  });

  it('over another file, over several lines, by a re-export, or at run time', () => {
    const [hook, between] = ['content-scripts/page-hook/gate.ts', 'src/call/state.ts'];
    const ways = [
      ["import {\n  type A,\n  readSecret,\n} from '../keys/call-secret.ts';"],
      ["export { readSecret } from '../keys/call-secret.ts';"],
      ["export * from '../keys/call-secret.ts';"],
      ["import '../keys/call-secret.ts';"],
      ["const late = () => import('../keys/call-secret.ts');"],
    ];
    for (const lines of ways) {
      const sources = [file(hook, "import { isMarked } from '../../src/call/state.ts';"), file(between, ...lines)];
      expect(importFaults([...sources, ...CHAIN.slice(0, 3)]).join('\n'), lines[0]).toContain(
        `${hook} → ${between} → src/keys/call-secret.ts. The page’s own world must never hold a key`,
      );
    }
    expect(faultsOf(file(hook, 'const any = import(name);'))).toHaveLength(2);
  });

  it('and may have the types of it, which are in no bundle', () => {
    const types = ["import type { CallId } from '../keys/call-secret.ts';"];
    expect(faultsOf(file('src/protocol/answers.ts', ...types))).toEqual([]);
  });
});

it.each([
  ['src/sframe/keys.ts', '../frame/opener.ts'],
  ['src/covers/vp8.ts', '../frame/opener.ts'],
  ['src/keys/vault.ts', '../background/memory.ts'],
  ['src/frame/sealer.ts', '../../content-scripts/frame-worker/frames.ts'],
  ['src/call/state.ts', '../../test/support/poll.ts'],
  ['popup/app.tsx', '../pages/show.tsx'],
  ['src/elsewhere/new.ts', '../bytes.ts'],
])('imports point one way: %s does not import %s', (path, target) => {
  expect(faultsOf(file(path, `import { something } from '${target}';`))).toHaveLength(1);
});

it('an export that nobody imports is named, a type is not', () => {
  const sources = [
    file('src/a.ts', 'export const used = 1;', 'export function dead() {}', 'export interface Shape {}'),
    file('src/b.test.ts', "import { used } from './a.ts';"),
  ];
  expect(deadExports(sources, (path) => path === 'src/a.ts')).toEqual([
    expect.stringContaining('src/a.ts exports dead'),
  ]);
});
