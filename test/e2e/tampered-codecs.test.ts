/** A server that changes every packet of a call, codec by codec. */
import { afterEach, expect, it } from 'vitest';
import { look } from '../../demo/in-page.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { Conference, type Member } from '../support/conference.ts';
import { likeLockCard } from '../support/lock-card.ts';
import { poll } from '../support/poll.ts';
import type { VideoCodec } from '../support/sfu-codecs.ts';
import type { MediaPacket } from '../support/sfu-packets.ts';

/**
 * Where in a packet a bit is flipped, as a share of its length: in the cover of a delta frame, and twice in the piece,
 * which must be hit in the shortest frame too. AV1 has the piece in front; VP8 has a cover of 100 bytes before it.
 */
const PLACES = {
  opus: [0.02, 0.6, 0.75],
  vp8: [0.15, 0.8, 0.9],
  vp9: [0.15, 0.6, 0.75],
  h264: [0.15, 0.6, 0.75],
  av1: [0.95, 0.3, 0.5],
} as const;
const FRAMES = 60;

let conference: Conference | undefined;
afterEach(() => conference?.close());

function changed(packet: MediaPacket, codec: VideoCodec): MediaPacket {
  const payload = Buffer.from(packet.payload);
  const [cover, first, second] = PLACES[packet.kind === 'audio' ? 'opus' : codec];
  const places = [[first], [second], [cover, first], [first, second]][packet.sequence % 4] ?? [];
  for (const place of places) {
    const at = Math.floor(payload.byteLength * place);
    payload.writeUInt8(payload.readUInt8(at) ^ 0x10, at);
  }
  return { ...packet, payload };
}

/** Whether sound and picture were both refused so often, since `before`. */
function refused({ streams }: TabView, frames: number, before?: TabView): boolean {
  const received = streams.filter(({ side, seen }) => side === 'receive' && seen > 0);
  const earlier = new Map(before?.streams.map(({ id, failures }) => [id, failures['bad-tag'] ?? 0]));
  return (
    received.length === 2 &&
    received.every(({ id, failures }) => (failures['bad-tag'] ?? 0) - (earlier.get(id) ?? 0) >= frames)
  );
}

/** How much the tile of ada looks like the lock card, -1 to 1; NaN while it shows nothing. */
async function looksLikeCard({ participant }: Member): Promise<number> {
  return likeLockCard(await participant.page.evaluate(look, 'ada'));
}

it.each([
  ['vp9', 'chromium'],
  ['av1', 'chromium'],
  ['h264', 'chromium'],
  ['vp8', 'firefox'],
  ['av1', 'firefox'],
] as const)('%s in %s: of changed frames a decoder gets cards alone', async (codec, browser) => {
  const started = await Conference.start(codec);
  conference = started;
  const { sfu } = started;
  const [, bo] = await Promise.all([started.join('ada', codec, browser), started.join('bo', codec, browser)]);
  await bo.opens(FRAMES);
  await poll(async () => Math.abs(await looksLikeCard(bo)) < 0.6);

  sfu.tamper = (packet, honest) => honest.map((delivery) => ({ ...delivery, packet: changed(packet, codec) }));
  await bo.participant.until((view) => refused(view, 1));
  // Of a packet that was lost just before, the server's library sends once more what it keeps, unchanged. After that
  // nothing may open.
  const { opened } = await bo.quiet();
  const quiet = await bo.participant.view();
  // Cards of delta frames leave the last picture where it is; that of a key frame takes it away.
  await poll(
    async () => {
      await sfu.requestKeyFrame('ada');
      return (await looksLikeCard(bo)) > 0.9;
    },
    { pauseMs: 1_000 },
  );
  const later = await bo.participant.until((view) => refused(view, FRAMES, quiet));
  expect(later.totals.opened).toBe(opened);

  // The control: what is let alone opens again.
  sfu.tamper = undefined;
  await bo.opens(FRAMES);
  await poll(async () => Math.abs(await looksLikeCard(bo)) < 0.6);
});
