/**
 * The bench itself, in browsers without the extension: the call works, the tone is recognised, and what the senders made
 * is found in the recording byte for byte. So "not found" and "not heard" elsewhere say something.
 */
import { describe, expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import { recordingsOf } from '../support/janus.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { Reader } from '../support/reader.ts';
import { framesOf, readMjr } from '../support/recording.ts';
import { IN_FLIGHT, lastAtServer } from '../support/server-view.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';
import { searchWindows, windowsOf } from '../support/windows.ts';

const stage = new Stage();

const WANTED = { audio: 300, video: 100 } as const;

/** Whether all of `cast` have drawn and heard enough of all others. */
async function everybodyMeets(cast: Readonly<Record<string, Participant>>): Promise<boolean> {
  const names = Object.keys(cast);
  const stats = await Promise.all(Object.values(cast).map((participant) => participant.stats()));
  return stats.every(({ received }, to) =>
    names.every((from, i) => {
      const { audio, video } = received[from] ?? {};
      return i === to || ((video?.framesDecoded ?? 0) > 60 && (audio?.packetsReceived ?? 0) > 160);
    }),
  );
}

describe.each(['chromium', 'firefox'] as const)('Chromium with %s, no extension', (second) => {
  it('is a call in which nothing is sealed, and all of it is found at the server', async () => {
    const site = await stage.site();
    const room = await stage.janus.createRoom();
    const open = async (browser: BrowserName): Promise<Participant> =>
      Participant.open(await stage.client(browser), `http://localhost:${site.port}/control`);
    const [ada, bo, eve] = await Promise.all([open('chromium'), open(second), open('chromium')]);
    for (const [name, participant] of Object.entries({ ada, bo, eve })) {
      const video = participant.client.name === 'firefox' ? 'canvas' : 'camera';
      await participant.join({ port: stage.janus.port, id: room.id, name, video, tapped: true });
    }
    await poll(() => everybodyMeets({ ada, bo, eve }));

    for (const [to, from] of [
      [ada, 'bo'],
      [bo, 'eve'],
      [eve, 'ada'],
    ] as const) {
      const sound = await to.sound(from);
      expect(sound?.share).toBeGreaterThan(0.9);
      expect(sound?.peak).toBeGreaterThan(0.05);
      const { luma } = (await to.picture(from)) ?? { luma: [] };
      expect(Math.max(...luma) - Math.min(...luma)).toBeGreaterThan(60);
      await poll(
        async () => (await to.picture(from))?.luma.some((value, i) => Math.abs(value - (luma[i] ?? 0)) > 4) ?? false,
      );
    }

    const clear = [];
    for (const sender of [ada, bo, eve]) {
      clear.push({ audio: await sender.tapped('audio'), video: await sender.tapped('video') });
    }
    for (const sent of clear) {
      for (const kind of ['audio', 'video'] as const) await lastAtServer(room, kind, sent[kind]);
    }
    await stage.end();

    const reader = new Reader(PASSPHRASE, 'localhost', '/control');
    for (const kind of ['audio', 'video'] as const) {
      const recordings = recordingsOf(room, kind).map(readMjr);
      expect(recordings.length).toBe(3);
      const payloads = recordings.flat().map(({ payload }) => payload);
      const frames = recordings.flatMap((packets) => framesOf(kind === 'audio' ? 'opus' : 'vp8', packets));
      expect(frames.filter((frame) => reader.read(frame).clear !== undefined).length).toBe(0);
      const kept = new Set(frames.map(({ bytes }) => bytes.toString('latin1')));

      for (const sender of clear) {
        const sent = sender[kind].slice(0, -IN_FLIGHT).map((frame) => Buffer.from(frame));
        // The recording holds the very frames, so its reader loses and changes nothing.
        expect(sent.filter((frame) => kept.has(frame.toString('latin1'))).length / sent.length).toBeGreaterThan(0.95);

        const windows = windowsOf(sent, WANTED[kind]);
        expect(windows.length).toBeGreaterThanOrEqual(WANTED[kind]);
        expect(searchWindows(windows, payloads).found / windows.length).toBeGreaterThan(0.95);
        // Nothing is found that is not there.
        expect(
          searchWindows(
            windows.map((window) => Buffer.from(window.map((byte) => ~byte))),
            payloads,
          ).found,
        ).toBe(0);
      }
    }
  });
});
