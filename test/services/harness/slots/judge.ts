/** What the table has of a call of a service whose server has slots. */
import type { BrowserName } from '../../../support/browsers.ts';
import { lockCardLuma, similarity } from '../../../support/lock-card.ts';
import type { Participant } from '../../../support/member.ts';
import type { Stage } from '../../../support/stage.ts';
import type { Outcome, Row } from '../table.ts';
import type { SlotCall } from './call.ts';

export interface People {
  readonly ada: Participant;
  readonly bo: Participant;
  readonly eve: Participant;
}

/**
 * Two members and an outsider, who joined in this order; ada shares her screen. Ends the call.
 *
 * @param service the name that the table has
 * @param ownScreen what becomes of the screen where the service does not send it to this server
 */
export async function judge(
  service: string,
  browser: BrowserName,
  call: SlotCall,
  { ada, bo, eve }: People,
  stage: Stage,
  ownScreen?: Outcome,
): Promise<Row> {
  for (const participant of [ada, bo, eve]) await call.flows(participant, 'video 0', 60);
  await call.flows(bo, 'sound 0', 200);
  const picture = await faultOf(bo, eve, 'video 0');
  const screen = ownScreen ? undefined : await screenFault(call, bo, eve);
  const shares = await Promise.all([ada, bo].map(async (member) => (await member.sound('sound 0'))?.share ?? 0));
  const heard = ((await eve.sound('sound 0'))?.peak ?? 1) >= 0.001;
  await stage.end();

  let clear = 0;
  const outcome = (fault: string | undefined, kind: 'audio' | 'video', publishers: readonly string[]): Outcome => {
    for (const publisher of publishers) {
      const { sealed, other } = call.heldOf(publisher, kind);
      clear += other.length;
      if (sealed.length < 60) return `failed: ${sealed.length} frames of ${publisher}`;
    }
    return fault === undefined ? 'sealed' : `failed: ${fault}`;
  };
  const deaf = shares.some((share) => share < 0.9) ? 'members do not hear each other' : undefined;
  return {
    service,
    browser,
    sound: outcome(heard ? 'the outsider hears members' : deaf, 'audio', ['ada', 'bo']),
    picture: outcome(picture, 'video', ['ada', 'bo']),
    screen: ownScreen ?? outcome(screen, 'video', ['ada-screen']),
    clear,
  };
}

async function screenFault(call: SlotCall, bo: Participant, eve: Participant): Promise<string | undefined> {
  for (const viewer of ['bo', 'eve']) call.server.place(viewer, 'video', 1, 'ada-screen');
  for (const viewer of [bo, eve]) await call.flows(viewer, 'video 1', 60);
  return faultOf(bo, eve, 'video 1');
}

/** How much a tile looks like the lock card, -1 to 1. */
async function card(participant: Participant, tile: string): Promise<number> {
  return similarity((await participant.picture(tile))?.luma ?? [], lockCardLuma());
}

async function faultOf(member: Participant, outsider: Participant, tile: string): Promise<string | undefined> {
  if ((await card(member, tile)) > 0.7) return 'a member does not see it';
  return (await card(outsider, tile)) < 0.9 ? 'the outsider has no card' : undefined;
}
