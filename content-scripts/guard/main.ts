/**
 * Isolated world, document_start, in every frame of a service. Sees slot secrets in passing, never the call secret.
 */
import browser from 'webextension-polyfill';
import { FORGET_FAILURES, POKE, SAY_KEY_STOPPED } from '../../src/protocol/guard.ts';
import { onHold } from '../../src/protocol/hold.ts';
import { isMarked } from '../../src/protocol/mark.ts';
import { send } from '../../src/protocol/messages.ts';
import { offerChannel } from './channel.ts';
import { forgetFailuresHere } from './failures-here.ts';
import { listenFirst } from './first-listeners.ts';
import { Guard } from './guard.ts';
import { isHelperDocument } from './helper.ts';
import { beginNotes } from './surroundings.ts';

// In the helper's own document there is nothing to guard, and no hook that would be answered there lets media flow.
if (!isHelperDocument()) {
  beginNotes();
  const toBackground = (message: unknown): Promise<unknown> => browser.runtime.sendMessage(message);
  const guard = new Guard(isMarked(), {
    report: (report) => send(toBackground, 'guard:report', report),
    keyStopped: (found) => send(toBackground, 'guard:key-stopped', found),
  });
  offerChannel(guard.hookFound);
  onHold(guard.hold);
  // Brought back from the browser's cache, where nothing reached it. Where the extension has gone nobody would answer.
  listenFirst('pageshow', ({ persisted }) => {
    if (persisted && (isMarked() || browser.runtime.id)) guard.comeBack();
  });
  // Made in advance, and only now the tab's page.
  document.addEventListener('prerenderingchange', () => guard.comeBack());
  browser.runtime.onMessage.addListener((message: unknown) => {
    // Answered when it is done: what the popup says of the tab holds by then. A page that Chromium put aside is asked too.
    if (message === POKE) return guard.report();
    if (message === SAY_KEY_STOPPED) guard.sayKeyStopped();
    if (message === FORGET_FAILURES) return Promise.resolve(forgetFailuresHere());
    if (__TEST_BUILD__ && message === 'callseal:test-terminate-worker') guard.terminateWorker();
    if (__TEST_BUILD__ && message === 'callseal:test-heard') return guard.heard();
    if (__TEST_BUILD__ && message === 'callseal:test-show-voices') guard.showVoices();
    if (__TEST_BUILD__ && typeof message === 'object') guard.speak((message as { speak: string[] }).speak);
    return undefined;
  });
  void guard.report();
}
