/**
 * ARCHITECTURE's table "Who may know what" and its direction of imports, as `npm run check` holds them. Whoever changes a
 * rule changes what a part can know: that belongs into ARCHITECTURE and SECURITY first.
 */

/** A folder, or a file, and all that it may import itself. Files of one part may import each other. */
export interface Layer {
  readonly part: string;
  /** Folders, files and packages; a part that ends with '/' is a folder. */
  readonly may: readonly string[];
  /** What it may know the types of beside that: nothing of it is in the bundle. */
  readonly mayName?: readonly string[];
  readonly says: string;
}

/** What must not be in a world's bundle, by whatever way. */
export interface World {
  readonly part: string;
  readonly never: readonly string[];
  /** Files that may be in it all the same. */
  readonly but?: readonly string[];
  readonly says: string;
}

const BYTES = ['src/bytes.ts', 'src/base64.ts', 'src/codecs.ts', 'src/magic.ts', 'src/scratch.ts'];
const HELPERS = [...BYTES, 'src/clock.ts', 'src/slots.ts', 'src/hkdf.ts'];
const BROWSER = 'webextension-polyfill';
/** What keys are made, stretched, kept and passed on with. */
const CALL_SECRETS = [
  'src/keys/call-secret.ts',
  'src/keys/chain.ts',
  'src/keys/hpke.ts',
  'src/keys/invite.ts',
  'src/keys/passphrase.ts',
  'src/keys/request.ts',
  'src/keys/safety-code.ts',
  'src/keys/slot-secret.ts',
  'src/keys/vault.ts',
];
/** What a person types, reads and compares. */
const WORDS = [
  'src/keys/drawn-words.ts',
  'src/keys/emoji.ts',
  'src/keys/generate.ts',
  'src/keys/needed-bits.ts',
  'src/keys/normalise.ts',
  'src/keys/own-text.ts',
  'src/keys/text-code.ts',
  'src/keys/typing.ts',
  'src/keys/word-lists.ts',
];

const ANY_PACKAGE = 'package:';

export const LAYERS: readonly Layer[] = [
  ...HELPERS.map((part) => ({
    ...{ part, may: ['src/bytes.ts'], says: 'A helper for bytes and time knows nothing of what it is used for.' },
  })),
  {
    ...{ part: 'src/sframe/', may: ['src/bytes.ts'] },
    says: 'src/sframe is RFC 9605 and nothing else, so that it can be read beside it.',
  },
  {
    ...{ part: 'src/covers/', may: BYTES },
    says: 'A cover is a valid frame of its codec around any bytes: it knows no key, no seal and no call.',
  },
  { part: 'src/red/', may: BYTES, says: 'RED (RFC 2198) is taken apart without knowing what is in it.' },
  {
    ...{ part: 'src/frame/', may: [...HELPERS, 'src/sframe/'] },
    says: 'The frame format knows slot keys: no call secret, no cover and no browser.',
  },
  {
    ...{ part: 'src/keys/', may: [...HELPERS, '@noble/hashes/', '@zxcvbn-ts/', 'hpke'] },
    says: 'Keys are made without knowing of calls, frames or the browser.',
  },
  {
    part: 'src/services/',
    may: [],
    says: 'A service is data on its own: hosts, addresses, and what is special to it.',
  },
  { part: 'src/sdp/', may: [], says: 'SDP is read without knowing of calls and keys.' },
  {
    part: 'src/media-bytes/',
    may: BYTES,
    says: 'What tells media by its bytes is in the page’s world: it knows bytes alone.',
  },
  {
    ...{ part: 'src/call/', may: [...HELPERS, 'src/frame/failures.ts'] },
    says: 'What is said of a call is judged from figures: no key, no browser.',
  },
  {
    ...{
      part: 'src/protocol/',
      may: ['src/call/', 'src/sdp/extension-names.ts'],
      mayName: ['src/frame/', 'src/keys/', 'src/services/', 'src/managed.ts', 'src/settings.ts'],
    },
    says: 'Every world has the protocols in its bundle: of keys and frames they may hold types alone.',
  },
  {
    part: 'src/managed.ts',
    may: [],
    says: 'What an organisation sets is known to background and popup, and knows none.',
  },
  { part: 'src/settings.ts', may: [], says: 'Settings are known to every world but the page’s, and know none.' },
  {
    ...{
      part: 'src/background/',
      may: [
        ...HELPERS,
        'src/call/',
        'src/keys/',
        'src/protocol/',
        'src/services/',
        'src/managed.ts',
        'src/settings.ts',
        BROWSER,
      ],
    },
    says: 'The background holds call secrets and never media: no frame, no cover, no content script, no page.',
  },
  {
    part: 'content-scripts/page-hook/',
    may: [
      ...['src/call/set-aside.ts', 'src/media-bytes/', 'src/sdp/', 'src/services/'],
      ...['src/protocol/hook.ts', 'src/protocol/mark.ts', 'dist/steered-worker/'],
    ],
    mayName: ['src/call/'],
    says: 'The page hook runs in the page’s own world: whatever it imports the page can have.',
  },
  {
    ...{ part: 'content-scripts/steered-worker/', may: ['content-scripts/page-hook/'] },
    says: 'The script of a steered worker is the page hook’s, in the page’s own world too.',
  },
  {
    ...{
      part: 'content-scripts/frame-worker/',
      may: [...HELPERS, 'src/frame/', 'src/covers/', 'src/red/', 'src/call/'],
    },
    mayName: ['src/protocol/'],
    says: 'The frame worker holds slot keys: no call secret, no network, no storage, no interface of the browser’s.',
  },
  {
    part: 'content-scripts/guard/',
    may: [
      ...['src/call/', 'src/protocol/', 'src/sdp/extension-names.ts', 'src/services/', 'src/settings.ts'],
      ...['src/keys/key-in-text.ts', 'dist/frame-worker/', BROWSER],
    ],
    mayName: ['src/frame/'],
    says: 'The guard lives in a page’s process: slot secrets pass through it, and it makes nothing of them.',
  },
  {
    ...{ part: 'content-scripts/hold/', may: ['src/protocol/'] },
    says: 'The script that has pages wait tells the guard so and knows nothing.',
  },
  { part: 'content-scripts/nested-helper/', may: [], says: 'The nested helper shows one frame and knows nothing.' },
  {
    part: 'ui/',
    may: ['src/call/', 'src/protocol/', 'src/services/', ...WORDS, BROWSER, 'preact'],
    mayName: ['src/keys/', '_locales/'],
    says: 'What popup and pages share knows neither of them, and no call secret.',
  },
  {
    part: 'popup/',
    may: [
      'ui/',
      'src/call/',
      'src/codecs.ts',
      'src/frame/failures.ts',
      'src/protocol/',
      'src/sdp/extension-names.ts',
      'src/services/',
      'src/managed.ts',
      'src/settings.ts',
      'src/slots.ts',
      ...WORDS,
      BROWSER,
      'preact',
    ],
    mayName: ['src/keys/'],
    says: 'The popup shows what the background answers: it holds what is typed or shown, and no call secret.',
  },
  {
    part: 'pages/',
    may: ['ui/', 'src/call/', 'src/protocol/', ...HELPERS, BROWSER, 'preact', 'qr'],
    mayName: ['src/keys/'],
    says: 'The pages show what the background answers: they hold what is scanned or shown, and no call secret.',
  },
];

const KEYS_AND_FRAMES = ['src/keys/', 'src/frame/', 'src/sframe/', 'src/hkdf.ts', 'src/background/'];

export const WORLDS: readonly World[] = [
  {
    ...{
      part: 'content-scripts/page-hook/',
      never: [...KEYS_AND_FRAMES, 'src/covers/', 'src/settings.ts', ANY_PACKAGE],
    },
    says: 'The page’s own world must never hold a key, nor code that handles one.',
  },
  {
    ...{
      part: 'content-scripts/steered-worker/',
      never: [...KEYS_AND_FRAMES, 'src/covers/', 'src/settings.ts', ANY_PACKAGE],
    },
    says: 'The page’s own world must never hold a key, nor code that handles one.',
  },
  {
    ...{
      part: 'content-scripts/frame-worker/',
      never: ['src/keys/', 'src/background/', 'src/settings.ts', ANY_PACKAGE],
    },
    says: 'The frame worker must never hold a call secret, nor reach network or storage.',
  },
  {
    ...{ part: 'content-scripts/guard/', never: KEYS_AND_FRAMES.filter((part) => part !== 'src/frame/') },
    // How a key is known in a text that is about to come into the page.
    but: ['src/keys/key-in-text.ts', 'src/keys/normalise.ts'],
    says: 'The guard must never hold a call secret or a passphrase.',
  },
  {
    ...{ part: 'ui/', never: [...CALL_SECRETS, 'src/frame/sealer.ts', 'src/frame/opener.ts', 'src/background/'] },
    says: 'The popup must never hold a call secret.',
  },
  {
    ...{ part: 'popup/', never: [...CALL_SECRETS, 'src/frame/sealer.ts', 'src/frame/opener.ts', 'src/background/'] },
    says: 'The popup must never hold a call secret.',
  },
  {
    ...{ part: 'pages/', never: [...CALL_SECRETS, 'src/frame/sealer.ts', 'src/frame/opener.ts', 'src/background/'] },
    says: 'The pages must never hold a call secret.',
  },
  {
    ...{ part: 'src/background/', never: ['src/frame/sealer.ts', 'src/frame/opener.ts', 'src/sframe/', 'src/covers/'] },
    says: 'The background must never handle media.',
  },
  {
    ...{ part: 'src/background/', never: ['src/keys/own-text.ts'] },
    says: 'The background starts for every message: dictionaries are for the popup alone.',
  },
];
