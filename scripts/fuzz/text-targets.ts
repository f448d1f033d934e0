import { validReport } from '../../src/background/validate.ts';
import { normalise } from '../../src/keys/normalise.ts';
import { decodeText, encodeText } from '../../src/keys/text-code.ts';
import { joinDocuments } from '../../src/protocol/document.ts';
import type { GuardReport } from '../../src/protocol/guard.ts';
import { isAllowedExtension, withoutForeignExtensions } from '../../src/sdp/header-extensions.ts';
import { meetingOf } from '../../src/services/registry.ts';
import { metered } from '../../test/support/metered.ts';
import { QUIET_STREAM } from '../../test/support/quiet-stream.ts';
import { type Outcome, promise, type Target } from './target.ts';

const MID = 'urn:ietf:params:rtp-hdrext:sdes:mid';
const CORRUPTION = 'http://www.webrtc.org/experiments/rtp-hdrext/corruption-detection';
const SDP = [
  ...['v=0', 'm=video 9 UDP/TLS/RTP/SAVPF 96', `a=extmap:1 ${MID}`, `a=extmap:2/sendonly ${CORRUPTION}`],
  ...['a=extmap:3 urn:3gpp:video-orientation', 'a=rtpmap:96 VP8/90000', ''],
].join('\r\n');

const REPORT: GuardReport = {
  protection: '0011223344556677',
  marked: false,
  card: false,
  document: {
    ...joinDocuments([]),
    state: 'sealed',
    streams: [
      {
        ...QUIET_STREAM,
        ...{ side: 'send', seen: 9, done: 8, failures: { 'no-key': 1 }, members: ['0123456789ab'] },
      },
    ],
    setAside: ['transform'],
    connected: true,
  },
  ...{ worker: true, keyId: '00112233445566ff', newestSlot: 5_900_000 },
  highest: [{ kid: '0123456789abcdef', ctr: '42' }],
  participants: ['0123456789ab'],
};

/** Hashes, letters and copies of a text that mentions us often: in proportion to its length. */
const ALLOCATED_PER_LETTER = 64;
/** A single Arabic ligature is 18 letters. */
const LONGEST_FORM = 18;

/** What reads texts: descriptions, what people paste, reports, addresses. */
export const TEXTS: readonly Target[] = [
  text('SDP', ['as it was', 'shorter'], [SDP], (sdp) => {
    const clean = withoutForeignExtensions(sdp);
    for (const line of clean.split('\n')) {
      // As Chromium reads it: the URI is what stands behind the first space. None that it knows has control characters.
      const uri = line.startsWith('a=extmap:') ? (line.trimEnd().split(' ')[1] ?? '') : MID;
      promise(isAllowedExtension(uri) || uri.includes('\r'), `an extension that is not on the list: ${uri}`);
    }
    promise(withoutForeignExtensions(clean) === clean, 'not clean at once');
    return { kind: clean === sdp ? 'as it was' : 'shorter' };
  }),
  text(
    'pasted',
    ['invite', 'damaged', 'cut-short', 'not-found'],
    [encodeText('invite', Buffer.alloc(90, 'invite')), `> ${encodeText('sealed', Buffer.alloc(60, 'x'))} see you`],
    (pasted) => {
      const { result, allocated } = metered(new Uint8Array(0), () => decodeText(pasted));
      promise(allocated <= ALLOCATED_PER_LETTER * pasted.length, `${allocated} bytes made of ${pasted.length} letters`);
      return { kind: result.ok ? result.kind : result.failure };
    },
  ),
  text('passphrase', ['letters', 'nothing'], ['Ábacus zoom-yogurt ΣΑΣ', 'İ ﷺ ǅ 𝔘𝔫𝔦𝔠𝔬𝔯𝔫', '- …'], (passphrase) => {
    const form = normalise(passphrase);
    promise(/^[\p{L}\p{Nd}]*$/u.test(form), 'more than letters and digits');
    promise(normalise(form) === form, 'two forms of one passphrase');
    promise(form.length <= LONGEST_FORM * passphrase.length, 'longer than any form');
    return { kind: form ? 'letters' : 'nothing' };
  }),
  text('report', ['report', 'none', 'no JSON'], [JSON.stringify(REPORT), '{}'], (json) => {
    let data: unknown;
    try {
      data = JSON.parse(json);
    } catch {
      return { kind: 'no JSON' };
    }
    const report = validReport(data);
    if (!report) return { kind: 'none' };
    promise(JSON.stringify(validReport(report)) === JSON.stringify(report), 'not valid at once');
    return { kind: 'report' };
  }),
  text(
    'address',
    ['meeting', 'none'],
    ['https://meet.google.com/abc-defg-hij?authuser=1', 'https://meet.jit.si/quiet-harbour#config.x=1'],
    (address) => ({ kind: meetingOf(address) ? 'meeting' : 'none' }),
  ),
];

function text(
  what: string,
  reaches: readonly string[],
  seeds: readonly string[],
  run: (text: string) => Outcome,
): Target {
  return {
    name: `text ${what}`,
    seeds: seeds.map((seed) => Uint8Array.from(Buffer.from(seed))),
    reaches,
    isLasting: true,
    run: (bytes) => run(Buffer.from(bytes).toString('utf8')),
  };
}
