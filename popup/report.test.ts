import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamCounts } from '../src/call/counts.ts';
import type { TabView } from '../src/protocol/tab-view.ts';
import { FULL_FACTS, fullCircumstances } from '../test/support/full-facts.ts';
import { QUIET_VIEW } from '../test/support/quiet-view.ts';
import { reportOf } from './report.ts';

const NOW = 1_795_000_000_000;
const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.8078.79 Safari/537.36';
const AROUND = { version: '0.1.0', userAgent: CHROME, nowMs: NOW };

const STREAM: StreamCounts = {
  ...{ id: 987_654_321, side: 'send', kind: 'video', codec: 'video/VP8', seen: 1_200, done: 1_190, passed: 0 },
  failures: { stopped: 10 },
  lately: { done: 250, passed: 0, failures: {} },
  now: { done: 60, passed: 0, failures: {} },
  ...{ members: ['0123456789ab'], name: 'Ada', role: 'camera', slotDrift: 0 },
  facts: FULL_FACTS,
};
/** A view in which everything is there. */
const FULL: TabView = {
  ...QUIET_VIEW,
  tabId: 876_543_210,
  ...{
    on: true,
    state: 'broken',
    broken: 'leak',
    hasKey: true,
    passphrase: 'abacus zoom yogurt unicorn tulip reprint',
  },
  unproven: { reason: 'frame', origins: ['https://frames.example'] },
  frameSites: [{ pattern: 'https://frames.example/*', access: 'not-given' }],
  key: {
    kind: 'chain',
    code: { digits: '12345 67890', emoji: [3, 14, 15, 9] },
    ...{ compared: false, unconfirmed: true, until: NOW + 9_000_000, formerUntil: NOW + 90_000 },
  },
  request: { text: 'CALLSEAL-REQUEST-ABCDEFGH', until: NOW + 3_600_000, words: 'acid acorn acre' } as never,
  streams: [STREAM, { ...STREAM, id: 987_654_322, side: 'receive', kind: 'audio', codec: 'audio/opus' }],
  members: ['0123456789ab'],
  circumstances: [fullCircumstances([STREAM])],
  setAside: ['transform', 'speech'],
  greeting: '0123456789abcdef',
  frames: [{ id: '0123456789abcdef', origin: 'https://frames.example', devices: true }],
  history: [
    { at: NOW - 63_000, state: 'armed', broken: null },
    { at: NOW - 51_000, state: 'sealed', broken: null },
    { at: NOW - 3_000, state: 'broken', broken: 'leak' },
  ],
};

/** The value with each text in it, also in names of properties of open records, replaced by a new one. */
function poisoned(value: unknown, next: () => string): unknown {
  if (typeof value === 'string') return next();
  if (Array.isArray(value)) return value.map((each) => poisoned(each, next));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, each]) => [name, poisoned(each, next)] as const);
  const isTally = entries.length > 0 && entries.every(([, each]) => typeof each === 'number');
  return Object.fromEntries(isTally ? [...entries, [next(), 7]] : entries);
}

describe('the report', () => {
  it('says what developers need', () => {
    const report = reportOf(FULL, AROUND);
    expect(report.split('\n')).toEqual(
      expect.arrayContaining([
        'version: 0.1.0',
        'browser: Chrome 156, Linux',
        'service: Google Meet',
        'state: broken',
        'broken: leak',
        'set aside: transform, speech',
        '  0 armed',
        '  12 sealed',
        '  60 broken (leak)',
        '  63 this report',
        '  receive audio opus: 1200 seen, 1190 done, 0 in clear, 10 stopped; lately 250 done, 0 in clear',
        '  send video vp8: 1200 seen, 1190 done, 0 in clear, 10 stopped; lately 250 done, 0 in clear',
        '    sendrecv, track live, shows screen, transport connected, udp from host to relay, a transform of the page inside',
        '    payload type 96 (packetization-mode=1), hardware',
        '    extensions: mid, video-orientation, other',
        '    layer 1: on, up to 360 lines, 25 fps, scalability L1T3; 1300 packets, 3 lost; 1200 frames, 1190 sent or decoded, 4 key frames; asked for: 5 NACK, 6 PLI, 7 FIR; held back by bandwidth',
        'document 1, the page:',
        '  first, in ms from the navigation: guard 12, hook 13, worker 150',
        '  helper: nested, workers that stood 2, attempts that failed: late 1',
        '  the hook said: connection 3, unheld 1, web-transport 2',
        '  extensions in descriptions: mid 4, other 1',
        '  policy, as far as seen: script-src, worker-src; refused by it: frame-src 2; features denied: display-capture',
        '  isolated: yes, opaque origin: no, service worker: yes',
      ]),
    );
  });

  it('holds no secret, name, id, address or time of day of whatever the popup knows', () => {
    const report = reportOf(FULL, AROUND);
    const never = [
      ...['abacus', 'reprint', '12345', '67890', 'Ada', 'camera', '0123456789ab', 'CALLSEAL-', 'acorn', 'example'],
      ...[String(FULL.tabId), String(STREAM.id), String(NOW), String(NOW - 63_000), 'abc-defg-hij', '8078'],
    ];
    for (const secret of never) expect(report).not.toContain(secret);
  });

  it('holds no text of the view whatever stands in it, and wherever', () => {
    const text = fc.oneof(
      fc.stringMatching(/^[a-z0-9]{8,20}$/),
      fc.constantFrom('Ada Lovelace', '192.168.17.23', 'https://meet.example/abc?pwd=hunter22', '5550123456'),
      fc.string({ minLength: 6, maxLength: 40 }),
      fc.constantFrom('__proto__', 'constructor', 'toString', 'line\nbreak: x', 'sealed\nversion: 9'),
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 80, maxLength: 80 }), (texts) => {
        // A mark that stands in none of our own words.
        let used = 0;
        const next = (): string => `¤${texts[used++ % texts.length]}¤`;
        const view = poisoned(FULL, next) as TabView;
        const around = { version: next(), userAgent: `${next()} Chrome/156.0 ${next()}`, nowMs: NOW };
        const report = reportOf(view, around);
        expect(used).toBeGreaterThan(30);
        expect(report).not.toContain('¤');
        expect(report).toMatch(/^[\x20-\x7e\n]*$/);
      }),
    );
  });

  it('has the same lines whatever the texts are: nothing of them can look like a line of its own', () => {
    const view = poisoned(FULL, () => 'x\nversion: 9') as TabView;
    const labels = (report: string): (string | undefined)[] =>
      report.split('\n').map((line) => /^ *\w*/.exec(line)?.[0]);
    expect(labels(reportOf(view, AROUND)).length).toBe(labels(reportOf(FULL, AROUND)).length);
  });

  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox 153, Linux'],
    [`${CHROME} Edg/156.0.1.2`, 'Edge 156, Linux'],
    ['Ada’s own browser', 'other, other system'],
  ])('%s', (userAgent, said) => expect(reportOf(QUIET_VIEW, { ...AROUND, userAgent })).toContain(`browser: ${said}\n`));

  it('names no site but the services of the manifest', () => {
    expect(reportOf({ ...QUIET_VIEW, service: 'talk.school.example', otherSite: true }, AROUND)).toContain(
      'service: another site\n',
    );
    expect(reportOf({ ...QUIET_VIEW, service: 'Ada’s Meet' }, AROUND)).toContain('service: other\n');
  });
});
