/** Zoom's client as it is stood in for in test/services/zoom: what it chooses, and what becomes of its own mode. */
import { afterEach, describe, expect, it } from 'vitest';
import { decodeVideo } from '../../scripts/covers/decode.ts';
import { foreignIn as framesOfAnotherKey } from '../../src/call/counts.ts';
import { extensionsIn, foreignIn } from '../services/harness/extensions.ts';
import { SlotCall, type SlotService } from '../services/harness/slots/call.ts';
import { judge } from '../services/harness/slots/judge.ts';
import { expectRow, type Outcome } from '../services/harness/table.ts';
import { GATEWAY } from '../services/zoom/gateway.ts';
import type { BrowserName } from '../support/browsers.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { type Sink, startSink } from '../support/sink.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';
import { uiText } from '../support/ui-text.ts';

const HOST = 'app.zoom.us';
const PATH = '/wc/123456789/join?';
const MEDIA = '/wc/media/123456789?cid=AB12&type=';
const HEADERS = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
const REFUSED: Outcome = 'refused, said so';
const page = ({ search }: URL): string => `../services/zoom/${search.includes('from=pwa') ? 'client' : 'shell'}.html`;

/** The server's bits, and what its client takes with them. Without the first bit it takes its own mode always. */
const FEATURE = 'webrtc=1';
const BITS: readonly (readonly [bits: string, off: boolean])[] = [
  [FEATURE, false],
  [`${FEATURE}&stg1=8`, false],
  [`${FEATURE}&stg3=1`, false],
  [`${FEATURE}&stg1=8&ab=wasm_av`, false],
  [`${FEATURE}&ab=webrtc_av_2.0`, true],
  [`${FEATURE}&stg1=4`, true],
];

/** What the client offers to a test, beside what conference.js does. */
declare const call: {
  readonly farEnd: Readonly<Record<string, number>>;
  readonly tried: number;
  readonly errors: readonly number[];
  readonly mode: 'wasm' | 'webrtc';
  readonly soundMode: 'wasm' | 'webrtc';
  join(options?: object): Promise<void>;
  share(): Promise<void>;
  failOver(): Promise<void>;
  captured(): Promise<{ lightest: number; peak: number }>;
};
declare function choosePicture(): { readonly prefers: boolean; readonly takes: 'wasm' | 'webrtc' };
declare function hasH264(): boolean;
declare const notes: { set(name: string, value: unknown): void };

const stage = new Stage();
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** Zoom with the server's `bits`; an outsider, whom nothing steers, is in an A/B test that has WebRTC. */
function zoomWith(bits: string): SlotService {
  return {
    id: 'zoom',
    host: HOST,
    path: PATH + bits,
    meeting: '',
    headers: HEADERS,
    takes: ['h264'],
    framing: GATEWAY,
    page,
    async enter(participant, member) {
      // The client makes its choice when it loads.
      if (member) await participant.page.reload();
      else await participant.page.goto(`${participant.page.url()}&ab=webrtc_av_2.0&audio=64`);
      await enter(participant);
    },
  };
}

async function open(browser: BrowserName): Promise<{ member: Participant; load: (query: string) => Promise<void> }> {
  const { port } = await stage.site({ securePort: 0, headers: HEADERS, page });
  const client = await stage.client(browser, { extension: 'test' });
  const address = (query: string): string => `https://${HOST}:${port}${PATH}${query}`;
  const member = await Participant.open(client, address(FEATURE));
  return {
    member,
    async load(query) {
      await member.page.goto(address(query));
      await enter(member);
    },
  };
}

async function enter(participant: Participant): Promise<void> {
  await participant.enter('from=pwa');
}

const prefers = (member: Participant): Promise<boolean> => member.inCall(() => choosePicture().prefers);
const farEnd = (member: Participant): Promise<Record<string, number>> => member.inCall(() => call.farEnd);

async function isBlank(member: Participant): Promise<boolean> {
  const { lightest, peak } = await member.inCall(() => call.captured());
  return lightest === 0 && peak < 0.001;
}

async function isTold(member: Participant, text: string): Promise<void> {
  const popup = await member.popup();
  await poll(async () => (await popup.evaluate(() => document.body.textContent ?? '')).includes(text));
}

function clearPictures(sink: Sink): number {
  const sent = sink.at(`${MEDIA}v`).map((bytes) => ({ bytes, width: 320, height: 240 }));
  return decodeVideo('vp8', 'libvpx', sent).filter(({ luma }) => Math.max(...luma) - Math.min(...luma) > 8).length;
}

async function withSink(): Promise<Sink> {
  const sink = await startSink();
  closing.push(() => sink.close());
  return sink;
}

async function start(bits: string): Promise<SlotCall> {
  const started = await SlotCall.start(stage, 'chromium', zoomWith(bits));
  closing.push(() => started.server.stop());
  return started;
}

/** Sends text and bytes to each of `queries`, by the browser's WebSocket and by what a page may put in its place. */
function sendAll(member: Participant, port: number, queries: readonly string[]): Promise<void> {
  return member.inCall(
    async (to, all) => {
      const Native = WebSocket;
      class Own extends Native {}
      function Wrapped(address: string): WebSocket {
        return new Native(address);
      }
      for (const [name, Kind] of Object.entries({ Native, Own, Wrapped: Wrapped as unknown as typeof WebSocket })) {
        window.WebSocket = Kind;
        for (const query of all) {
          const socket = new WebSocket(`ws://127.0.0.1:${to}/wc/media/1?as=${name}&${query}`);
          await new Promise((resolve) => socket.addEventListener('open', resolve));
          // What a page says of its socket's address is not what the browser says.
          Object.defineProperty(socket, 'url', { value: 'wss://elsewhere/' });
          socket.send('{"evt":32769}');
          socket.send(new Uint8Array([1, 2, 3]));
          socket.send(new Blob(['bytes']));
          const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
          socket.close(); // whatever was sent comes before
          await closed;
        }
      }
      window.WebSocket = Native;
    },
    port,
    queries,
  );
}

/** What a worker named `name` finds: its own name, and whether it gets the memories it asks for, one after another. */
function worker(member: Participant, name: string, options: object, nested = false): Promise<string> {
  return member.inCall(
    (named, more, inner) =>
      new Promise<string>((resolve) => {
        const ask = `
          const wanted = [{ shared: true }, { shared: true }, { shared: true }, {}];
          const got = wanted.map((kind) => {
            try {
              return new WebAssembly.Memory({ initial: 320, maximum: 2048, ...kind }).buffer.byteLength > 0;
            } catch (error) {
              return error instanceof RangeError ? 'none' : String(error);
            }
          });
          postMessage([self.name, ...got].join(' '));`;
        const outer = `
          const address = URL.createObjectURL(new Blob([${JSON.stringify(ask)}]));
          const worker = new Worker(address, { name: self.name + '-nested' });
          URL.revokeObjectURL(address);
          worker.onmessage = ({ data }) => postMessage(data);`;
        const address = URL.createObjectURL(new Blob([inner ? outer : ask], { type: 'text/javascript' }));
        const made = new Worker(address, { ...more, name: named });
        URL.revokeObjectURL(address);
        made.onmessage = ({ data }) => resolve(data as string);
        made.onerror = ({ message }) => resolve(`error ${message}`);
      }),
    name,
    options,
    nested,
  );
}

const NAMES = ['audio.decode', 'audio.encode', 'em-pthread'] as const;
async function allWorkers(member: Participant): Promise<string[]> {
  const found: string[] = [];
  for (const name of NAMES) found.push(await worker(member, name, {}));
  found.push(await worker(member, 'module', { type: 'module' }), await worker(member, 'outer', {}, true));
  return found;
}

describe.each(['chromium', 'firefox'] as const)('%s', (browser) => {
  it('the control: without protection nothing differs, the client takes its own mode, and its media leaves', async () => {
    const { member, load } = await open(browser);
    for (const [bits, off] of BITS) {
      await load(bits);
      expect([bits, await prefers(member)]).toEqual([bits, off]);
    }
    await load(FEATURE);
    // A proxy of a function has no name in its text.
    const named = await member.inCall(() =>
      [Worker, WebAssembly.Memory, URL.createObjectURL, URL.revokeObjectURL].map((native) =>
        Function.prototype.toString.call(native).replace(/\(.*/s, ''),
      ),
    );
    expect(named).toEqual(['Worker', 'Memory', 'createObjectURL', 'revokeObjectURL'].map((name) => `function ${name}`));
    const all = 'true true true true';
    expect(await allWorkers(member)).toEqual([...NAMES, 'module', 'outer-nested'].map((name) => `${name} ${all}`));
    await member.inCall(() => call.join());
    await poll(async () => Object.values(await farEnd(member)).filter((bytes) => bytes > 5_000).length === 2);
    expect(await isBlank(member)).toBe(false);

    const sink = await withSink();
    await sendAll(member, sink.port, ['mode=16', 'type=a']);
    for (const name of ['Native', 'Own', 'Wrapped']) {
      for (const query of ['mode=16', 'type=a']) expect(sink.at(`/wc/media/1?as=${name}&${query}`).length).toBe(3);
    }
    await load(`${FEATURE}&socket=${sink.port}`);
    await member.inCall(() => call.join());
    await poll(async () => sink.at(`${MEDIA}v`).length > 30 && sink.at(`${MEDIA}a`).length > 10);
    expect(clearPictures(sink)).toBeGreaterThan(0);
  });

  it('with the feature bit alone it prefers WebRTC, whatever other bits say; a failure noted before is taken away by the reload', async () => {
    const { member, load } = await open(browser);
    // A client that was loaded before has to be loaded anew.
    await member.protect(PASSPHRASE);
    expect((await member.until(({ state }) => state === 'broken')).broken).toBe('reload-needed');
    await member.ask('popup:reload');
    await member.until(({ state }) => state === 'armed');
    for (const [bits] of BITS) {
      await load(bits);
      expect([bits, await prefers(member)]).toEqual([bits, true]);
    }
    expect(await member.inCall(() => hasH264() && choosePicture().takes)).toBe(
      (await member.inCall(() => hasH264())) && browser === 'chromium' ? 'webrtc' : false,
    );

    await member.inCall(() => notes.set('WebRTC_Failed', true));
    await load(FEATURE);
    expect(await prefers(member)).toBe(false);
    expect((await member.until(({ state }) => state === 'broken')).broken).toBe('failed-before');
    await isTold(member, uiText('broken_failed_before'));
    await member.ask('popup:reload');
    await member.until(({ state }) => state === 'armed');
    await enter(member);
    expect(await prefers(member)).toBe(true);
  });

  it('its sockets: text of signalling passes, everything else is refused, in workers too; memory is refused once or twice', async () => {
    const { member, load } = await open(browser);
    await member.protect(PASSPHRASE);
    await load(FEATURE);
    const shared = 'none none true';
    // Its sound's memory is refused in one worker: for its client a second failure is an error.
    expect(await worker(member, 'audio.decode', {})).toBe(`audio.decode ${shared} true`);
    expect(await worker(member, 'em-pthread', {})).toBe(`em-pthread ${shared} true`);
    expect(await worker(member, 'module', { type: 'module' })).toBe(`module ${shared} true`);
    expect(await worker(member, 'outer', {}, true)).toBe(`outer-nested ${shared} true`);

    const sink = await withSink();
    const passing = ['mode=16', 'mode=16&prob=1'];
    const refused = ['type=a', 'type=v&mode=5', 'type=v&mode=16&mode=5'];
    await sendAll(member, sink.port, [...passing, ...refused]);
    for (const name of ['Native', 'Own', 'Wrapped']) {
      const came = (query: string): string[] => sink.at(`/wc/media/1?as=${name}&${query}`).map(String);
      for (const query of passing) expect(came(query)).toEqual(['{"evt":32769}']);
      for (const query of refused) expect(came(query)).toEqual([]);
    }
    await load(`socket=${sink.port}`);
    await member.inCall(() => call.join());
    expect(await member.until(({ state }) => state === 'broken')).toMatchObject({ broken: 'no-sealable-mode' });
    await isTold(member, uiText('broken_no_sealable_mode'));
    expect(sink.at(`${MEDIA}v`)).toEqual([]);
    expect(sink.at(`${MEDIA}a`)).toEqual([]);
    expect(await isBlank(member)).toBe(true);
  });

  it('where the server offers no WebRTC: nothing loops, the call is broken and said so, nothing leaves', async () => {
    const { member, load } = await open(browser);
    await member.protect(PASSPHRASE);
    await load('x');
    expect(await prefers(member)).toBe(false);
    await Promise.all([
      member.inCall(() => call.join().catch(() => undefined)),
      // The document before, which was not steered, may be the last that was heard of.
      member.until(({ broken }) => broken === 'no-sealable-mode'),
    ]);
    expect(await isBlank(member)).toBe(true);
    expect(await farEnd(member)).toEqual({});
    expect(await member.inCall(() => call.errors)).toEqual([]);
    await isTold(member, uiText('next_no_sealable_mode'));
    expectRow({
      service: 'Zoom, its own media mode',
      browser,
      sound: REFUSED,
      picture: REFUSED,
      screen: REFUSED,
      clear: 0,
    });
  });
});

// H.264 alone: Chromium has it.
describe('WebRTC mode, with the feature bit alone', () => {
  it('sound and all layers of the picture are sealed; the screen, which takes another way, is refused', async () => {
    const started = await start(FEATURE);
    const [ada, bo, eve] = await Promise.all([
      started.join('ada', 'h264'),
      started.join('bo', 'h264'),
      started.join('eve', 'h264', { member: false }),
    ]);
    for (const [rid, width] of [
      ['0', 240],
      ['1', 480],
      ['2', 960],
    ] as const) {
      started.server.place('bo', 'video', 0, 'ada', rid);
      await poll(async () => (await bo.picture('video 0'))?.width === width, { state: () => `layer ${rid}` });
      await started.flows(bo, 'video 0', 30);
    }
    const view = await bo.until(({ state }) => state === 'sealed');
    expect(view).toMatchObject({ broken: null, setAside: [], spliced: false });

    await ada.inCall(() => call.share());
    await poll(async () => (await ada.inCall(() => call.tried)) > 30);
    expect(await ada.until(({ setAside }) => setAside.includes('media-channel'))).toMatchObject({ state: 'sealed' });
    expect(await farEnd(ada)).toEqual({});
    await isTold(ada, uiText('aside_media_channel'));
    // Nobody's client found that it cannot decode what comes, or had anything to complain of.
    for (const one of [ada, bo, eve])
      expect(await one.inCall(() => [call.mode, call.soundMode, call.errors])).toEqual(['webrtc', 'webrtc', []]);

    const offer = started.server.offerOf('ada');
    expect(offer.match(/^m=/gm)?.length).toBe(27);
    expectRow(
      await judge('Zoom, WebRTC sound and picture', 'chromium', started, { ada, bo, eve }, stage, { screen: REFUSED }),
    );
    for (const rid of ['0', '1', '2']) {
      const { sealed, other } = started.heldOf('ada', 'video', rid);
      expect(sealed.length).toBeGreaterThan(30);
      expect(other).toEqual([]);
    }
    expect(extensionsIn(offer).length).toBeGreaterThan(3);
    expect(foreignIn(offer)).toEqual([]);
  });

  it('sound that takes the own way while pictures are negotiated is refused alone, said so, and the picture is sealed', async () => {
    const started = await start(`${FEATURE}&nameless=1`);
    const [ada, bo, eve] = await Promise.all([
      started.join('ada', 'h264'),
      started.join('bo', 'h264'),
      started.join('eve', 'h264', { member: false }),
    ]);
    await started.flows(bo, 'video 0', 30);
    for (const one of [ada, bo]) {
      expect(await one.inCall(() => [call.mode, call.soundMode])).toEqual(['webrtc', 'wasm']);
      expect(await one.until(({ state }) => state === 'sealed')).toMatchObject({
        broken: null,
        setAside: ['own-sound'],
      });
    }
    await isTold(ada, uiText('aside_own_sound'));
    expect(await farEnd(ada)).toEqual({});
    const own = { sound: REFUSED, screen: REFUSED };
    expectRow(await judge('Zoom, WebRTC picture, own sound', 'chromium', started, { ada, bo, eve }, stage, own));
  });

  it('three members; no key and another key do not wake the watchdog; when the client goes over to its own mode, the call is broken', async () => {
    const started = await start(FEATURE);
    const [ada, bo] = await Promise.all([
      started.join('ada', 'h264'),
      started.join('bo', 'h264'),
      started.join('cy', 'h264'),
    ]);
    await started.flows(bo, 'video 1', 30);
    // Its server does not say what belongs together: nobody's voice is under another's picture.
    expect((await bo.until(({ state, totals }) => state === 'sealed' && totals.members === 2)).spliced).toBe(false);
    // The key before a change still opens for a while; one that is forgotten does not.
    await bo.ask('popup:forget');
    await bo.protect('unicorn tulip reprint abacus zoom yogurt');
    await bo.until(({ totals }) => framesOfAnotherKey(totals.failures) > 200);
    await started.flows(bo, 'video 0', 60);
    expect(await bo.inCall(() => call.mode)).toBe('webrtc');

    await ada.inCall(() => call.failOver().catch(() => undefined));
    expect((await ada.until(({ state }) => state === 'broken')).broken).toMatch(
      /^(?:left-sealable-mode|failed-before)$/,
    );
    expect(await farEnd(ada)).toEqual({});
    expect(await isBlank(ada)).toBe(true);
  });

  it('a gateway that does not answer: it is asked again, then the client goes over, and the call is broken', async () => {
    const { member, load } = await open('chromium');
    await member.protect(PASSPHRASE);
    await load(`${FEATURE}&patience=300`);
    const sink = await withSink();
    await member.inCall((port) => void call.join({ port, name: 'ada' }).catch(() => undefined), sink.port);
    const path = `${MEDIA}v&mode=16`;
    await poll(async () => sink.at(path).length >= 3);
    expect(new Set(sink.at(path).map((bytes) => (JSON.parse(String(bytes)) as { evt: number }).evt))).toEqual(
      new Set([32_769]),
    );
    await member.until(({ broken }) => broken === 'left-sealable-mode' || broken === 'failed-before');
  });
});
