/** A client of Amazon Chime's SDK as it is stood in for in test/services/chime. Its facts are numbered there. */
import { describe, expect, it } from 'vitest';
import { chooseClearSound, flow, MixedCall, told, toldOfMixing } from '../services/harness/mixed-call.ts';
import { expectRow } from '../services/harness/table.ts';
import type { BrowserName } from '../support/browsers.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { Reader } from '../support/reader.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';
import { uiText } from '../support/ui-text.ts';

const stage = new Stage();
const reader = new Reader(PASSPHRASE, 'localhost', '/meeting');

declare const call: {
  readonly metrics: Record<string, number>;
  measured(): boolean;
  camera(on: boolean): Promise<void>;
};

async function start(browser: BrowserName) {
  const site = await stage.site({ page: '../services/chime/call.html' });
  const meeting = await MixedCall.start(stage, browser, reader, 'vp8,av1');
  const join = async (name: string, protection: boolean): Promise<Participant> => {
    const client = await stage.client(browser, name === 'eve' ? {} : { extension: 'test' });
    const participant = await Participant.open(client, `http://localhost:${site.port}/meeting`);
    if (protection) await participant.protect(PASSPHRASE);
    await meeting.join(participant, name);
    return participant;
  };
  return { meeting, join };
}

const metricsOf = (participant: Participant): Promise<Record<string, number>> => participant.inCall(() => call.metrics);

describe.each(['chromium', 'firefox'] as const)('%s', (browser) => {
  it('its transforms are set aside; picture, screen and the sound inside pictures are sealed', async () => {
    const { meeting, join } = await start(browser);
    const [ada, bo, eve] = await Promise.all([join('ada', true), join('bo', true), join('eve', false)]);
    await meeting.share(ada, 'ada');
    for (const [to, from] of [
      [bo, 'ada'],
      [bo, "ada's screen"],
      [ada, 'bo'],
      [eve, 'ada'],
      [eve, "ada's screen"],
    ] as const) {
      await flow(to, from);
    }
    await toldOfMixing(bo);
    expect(await bo.until(({ state }) => state === 'sealed')).toMatchObject({ broken: null, setAside: ['transform'] });
    // The client has what it set, and its worker has seen nothing.
    expect(await bo.inCall(() => call.measured())).toBe(true);
    expect(await metricsOf(bo)).toEqual({});
    // Without a picture there is nothing to travel in, and with one again there is.
    await bo.inCall(() => call.camera(false));
    await bo.until(({ ownSound }) => ownSound === 'no-picture');
    await told(bo, uiText('warn_sound_no_picture'));
    await bo.inCall(() => call.camera(true));
    await toldOfMixing(bo);
    expectRow(await meeting.judge('Amazon Chime SDK', { ada, bo, eve }));
  });

  it('sound is heard in the mix when its members choose to send it in clear; the rest stays sealed', async () => {
    const { meeting, join } = await start(browser);
    const [ada, bo, eve] = await Promise.all([join('ada', true), join('bo', true), join('eve', false)]);
    await meeting.share(ada, 'ada');
    // What members hear is members then.
    await meeting.mute(eve);
    for (const member of [ada, bo]) {
      await toldOfMixing(member);
      await chooseClearSound(member);
    }
    for (const to of [bo, eve]) for (const from of ['ada', "ada's screen"]) await flow(to, from);
    expectRow(await meeting.judge('Amazon Chime SDK, clear sound chosen', { ada, bo, eve }, true));
  });

  it('the control, protection off: they run, and all are heard in the mix', async () => {
    const { meeting, join } = await start(browser);
    const [ada, bo] = await Promise.all([join('ada', false), join('bo', false)]);
    await flow(bo, 'ada');
    expect((await bo.sound('mix'))?.share).toBeGreaterThan(0.9);
    await poll(async () => {
      const metrics = await metricsOf(bo);
      return ['send audio', 'send video', 'receive audio', 'receive video'].every((name) => (metrics[name] ?? 0) > 60);
    }, 20_000);
    const { sound, video } = await meeting.idsOf(ada);
    await stage.end();
    for (const held of [meeting.heldOf('audio', sound), meeting.heldOf('video', video)]) {
      expect(held.sealed.length).toBe(0);
      expect(held.other.length).toBeGreaterThan(60);
    }
  });
});
