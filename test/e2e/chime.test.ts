/** A client of Amazon Chime's SDK as it is stood in for in test/services/chime. Its facts are numbered there. */
import { describe, expect, it } from 'vitest';
import { chooseClearSound, flow, MixedCall, told, toldOfMixing } from '../services/harness/mixed-call.ts';
import { expectRow } from '../services/harness/table.ts';
import type { BrowserName } from '../support/browsers.ts';
import { comesToHear } from '../support/hearing.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { PopupUser } from '../support/popup-user.ts';
import { Reader } from '../support/reader.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';
import { uiText } from '../support/ui-text.ts';

const stage = new Stage();
const reader = new Reader(PASSPHRASE, 'localhost', '/meeting');

declare const call: {
  readonly metrics: Record<string, number>;
  measured(): boolean;
  cameraOff(): Promise<void>;
  cameraOn(): Promise<boolean>;
  keepsCamera(): boolean;
  opensDevice(): Promise<boolean>;
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

/** Whether somebody hears the tone of a microphone that came inside pictures. */
async function hearsTone(participant: Participant): Promise<boolean> {
  return Object.values(await participant.voices()).some(({ share }) => share > 0.9);
}

/** The card is light in its middle alone, where the microphone is drawn. */
function showsCard(picture: { readonly luma: readonly number[] } | undefined): boolean {
  const at = (x: number, y: number): number => picture?.luma[y * 16 + x] ?? Number.NaN;
  const around = Array.from({ length: 40 }, (_, i) => at(i % 5, Math.floor(i / 5)));
  return around.every((luma) => luma > 25 && luma < 75) && at(7, 3) > 150 && at(8, 3) > 150;
}

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
    // Without a picture there is nothing to travel in, and with one again there is: a card will do.
    await poll(() => hearsTone(ada));
    // The client keeps the camera that it got, as most do while their button is off.
    expect(await bo.inCall(() => call.cameraOn())).toBe(true);
    await bo.inCall(() => call.cameraOff());
    await bo.until(({ ownSound }) => ownSound === 'no-picture');
    await told(bo, uiText('warn_sound_no_picture'));
    expect(await hearsTone(ada)).toBe(false);
    const popup = await PopupUser.open(bo);
    await popup.click('#card');
    await popup.says(uiText('card_chosen'));
    await bo.page.bringToFront();
    await poll(async () => !(await bo.inCall(() => call.keepsCamera())));
    expect(await bo.inCall(() => call.cameraOn())).toBe(false);
    await toldOfMixing(bo);
    await poll(async () => showsCard(await ada.picture('bo')));
    // Once it is no longer chosen, the next request opens the camera. The card that is sent stays.
    await popup.click('#card');
    await bo.page.bringToFront();
    await bo.until(({ card }) => !card);
    expect(await bo.inCall(() => call.opensDevice())).toBe(true);
    expectRow(await meeting.judge('Amazon Chime SDK', { ada, bo, eve }));
  });

  it('sound is heard in the mix when its members choose to send it in clear; the rest stays sealed', async () => {
    const { meeting, join } = await start(browser);
    const [ada, bo, eve] = await Promise.all([join('ada', true), join('bo', true), join('eve', false)]);
    await meeting.share(ada, 'ada');
    // What members hear is members then.
    await meeting.mute(eve);
    await Promise.all(
      [ada, bo].map(async (member) => {
        await toldOfMixing(member);
        await chooseClearSound(member);
      }),
    );
    for (const to of [bo, eve]) for (const from of ['ada', "ada's screen"]) await flow(to, from);
    expectRow(await meeting.judge('Amazon Chime SDK, clear sound chosen', { ada, bo, eve }, true));
  });

  it('the control, protection off: they run, and all are heard in the mix', async () => {
    const { meeting, join } = await start(browser);
    const [ada, bo] = await Promise.all([join('ada', false), join('bo', false)]);
    await flow(bo, 'ada');
    expect(await comesToHear(bo, 'mix')).toBe(true);
    await poll(async () => {
      const metrics = await metricsOf(bo);
      return ['send audio', 'send video', 'receive audio', 'receive video'].every((name) => (metrics[name] ?? 0) > 60);
    });
    const { sound, video } = await meeting.idsOf(ada);
    await stage.end();
    for (const held of [meeting.heldOf('audio', sound), meeting.heldOf('video', video)]) {
      expect(held.sealed.length).toBe(0);
      expect(held.other.length).toBeGreaterThan(60);
    }
  });
});
