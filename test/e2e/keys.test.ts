/** Members who share a random key by the call's own chat, and change it while they talk. */
import { expect, it } from 'vitest';
import { foreignIn } from '../../src/call/counts.ts';
import type { KeyAnswer, ShareAnswer } from '../../src/protocol/answers.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import type { Participant } from '../support/member.ts';
import { Stage } from '../support/stage.ts';

const stage = new Stage();

const viewIn = (answer: KeyAnswer): TabView => {
  if (!answer.ok) throw new Error(answer.reason);
  return answer.view;
};
const textIn = (answer: ShareAnswer): string => {
  if (!answer.ok) throw new Error(answer.reason);
  return answer.text;
};
/** Frames that came and did not open for want of the right key. */
const foreign = ({ totals }: TabView): number => foreignIn(totals.failures);
/** Waits until `member` has opened `frames` more than it has now. */
const opensMore = async (member: Participant, frames = 150): Promise<TabView> => {
  const { totals } = await member.view();
  return member.until((view) => view.totals.opened > totals.opened + frames);
};

it.each(['chromium', 'firefox'] as const)('chromium and %s', async (second) => {
  const site = await stage.site();
  const room = await stage.janus.createRoom();
  const [ada, bo] = await Promise.all([stage.open('chromium', site), stage.open(second, site)]);
  await Promise.all([ada, bo].map((member) => member.protect()));

  // The sealed reply: Bo asks, Ada compares the words and answers.
  viewIn(await ada.ask('popup:new-key'));
  const { request } = viewIn(await bo.ask('popup:request'));
  if (!request) throw new Error('no request is open');
  const { text, words } = request;
  expect(await ada.ask('popup:read-request', { text })).toEqual({ ok: true, words });
  const answer = await ada.ask('popup:answer-request', { text, words });
  const joined = viewIn(await bo.ask('popup:accept', { text: `> ${textIn(answer)}\n> see you` }));
  expect(joined.key?.code).toEqual((await ada.view()).key?.code);
  expect(joined.key?.code.digits).toMatch(/^\d{20}$/);
  await bo.ask('popup:compared', { code: joined.key?.code.digits ?? '', compared: true });

  const at = { port: stage.janus.port, id: room.id };
  await ada.join({ ...at, name: 'ada' });
  await bo.join({ ...at, name: 'bo', video: second === 'firefox' ? 'canvas' : 'camera' });
  await Promise.all([opensMore(ada), opensMore(bo)]);

  // The change of key reaches Ada's worker at once: Bo cannot open her frames, while she still opens his.
  const before = foreign(await bo.view());
  viewIn(await ada.ask('popup:new-key'));
  await bo.until((view) => foreign(view) > before + 50);
  await opensMore(ada);
  // With the new key he opens them again, and she his.
  const changed = viewIn(await bo.ask('popup:accept', { text: textIn(await ada.ask('popup:invite')) }));
  expect(changed.key?.code).toEqual((await ada.view()).key?.code);
  expect(changed.key?.code).not.toEqual(joined.key?.code);
  await Promise.all([opensMore(ada), opensMore(bo)]);
  expect((await bo.until(({ state }) => state === 'sealed')).broken).toBeNull();
});
