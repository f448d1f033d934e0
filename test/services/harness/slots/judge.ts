/** What the table has of a call of a service whose server has slots. */
import type { BrowserName } from '../../../support/browsers.ts';
import { comesToHear } from '../../../support/hearing.ts';
import { likeLockCard } from '../../../support/lock-card.ts';
import type { Participant } from '../../../support/member.ts';
import { poll } from '../../../support/poll.ts';
import type { Stage } from '../../../support/stage.ts';
import type { Outcome, Row } from '../table.ts';
import type { SlotCall } from './call.ts';

/** Frames of each picture, and of what a server has of each publisher. */
const ENOUGH = 30;

export interface People {
  readonly ada: Participant;
  readonly bo: Participant;
  readonly eve: Participant;
}

/**
 * Two members and an outsider, who joined as `ada`, `bo` and `eve`, in this order; ada shares her screen. Ends the call.
 *
 * @param service the name that the table has
 * @param own what becomes of the sound and the screen where the service does not send them to this server
 */
export async function judge(
  service: string,
  browser: BrowserName,
  call: SlotCall,
  { ada, bo, eve }: People,
  stage: Stage,
  own: { readonly sound?: Outcome; readonly screen?: Outcome } = {},
): Promise<Row> {
  await Promise.all([
    ...[ada, bo, eve].map((participant) => call.flows(participant, 'video 0', ENOUGH)),
    ...(own.sound ? [] : [ada, bo, eve].map((participant) => call.flows(participant, 'sound 0', 3 * ENOUGH))),
    // The server's count can be other than 0: what the outsider sends is clear.
    call.holdsClear('eve', 'video', 60),
    own.sound ? undefined : call.holdsClear('eve', 'audio', 200),
  ]);
  const picture = await faultOf(bo, eve, 'video 0');
  const screen = own.screen ? undefined : await screenFault(call, bo, eve);
  const heard = own.sound ? undefined : await soundFault(ada, bo, eve);
  await stage.end();

  let clear = 0;
  const outcome = (fault: string | undefined, kind: 'audio' | 'video', publishers: readonly string[]): Outcome => {
    for (const publisher of publishers) {
      const { sealed, other } = call.heldOf(publisher, kind);
      clear += other.length;
      if (sealed.length < ENOUGH) return `failed: ${sealed.length} frames of ${publisher}`;
    }
    return fault === undefined ? 'sealed' : `failed: ${fault}`;
  };
  return {
    service,
    browser,
    sound: own.sound ?? outcome(heard, 'audio', ['ada', 'bo']),
    picture: outcome(picture, 'video', ['ada', 'bo']),
    screen: own.screen ?? outcome(screen, 'video', ['ada-screen']),
    clear,
  };
}

async function soundFault(ada: Participant, bo: Participant, eve: Participant): Promise<string | undefined> {
  if (((await eve.sound('sound 0'))?.peak ?? 1) >= 0.001) return 'the outsider hears members';
  const heard = await Promise.all([ada, bo].map((member) => comesToHear(member, 'sound 0')));
  return heard.every(Boolean) ? undefined : 'members do not hear each other';
}

async function screenFault(call: SlotCall, bo: Participant, eve: Participant): Promise<string | undefined> {
  const viewers = ['bo', 'eve'];
  for (const viewer of viewers) call.server.place(viewer, 'video', 1, 'ada-screen');
  // Until a key frame comes, the slot goes on with whom it carried before.
  const shown = (): (string | undefined)[] => viewers.map((viewer) => call.server.slot(viewer, 'video', 1).shown);
  await poll(async () => shown().every((publisher) => publisher === 'ada-screen'), { state: () => shown().join(', ') });
  await Promise.all([bo, eve].map((viewer) => call.flows(viewer, 'video 1', ENOUGH)));
  return faultOf(bo, eve, 'video 1');
}

/** How much a tile looks like the lock card, -1 to 1. */
async function card(participant: Participant, tile: string): Promise<number> {
  return likeLockCard(await participant.picture(tile));
}

async function faultOf(member: Participant, outsider: Participant, tile: string): Promise<string | undefined> {
  if ((await card(member, tile)) > 0.7) return 'a member does not see it';
  return (await card(outsider, tile)) < 0.9 ? 'the outsider has no card' : undefined;
}
