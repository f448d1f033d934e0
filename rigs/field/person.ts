/** Somebody in LiveKit's conference: a window on its page, and the popup of that tab if Callseal is there. */
import type { Page } from 'puppeteer-core';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { badge } from '../../test/support/badge.ts';
import type { Client } from '../../test/support/browsers.ts';
import { inviteBy } from '../../test/support/invite-by.ts';
import { likeLockCard } from '../../test/support/lock-card.ts';
import { Participant } from '../../test/support/member.ts';
import { allowNamedFunctions } from '../../test/support/named-functions.ts';
import { poll } from '../../test/support/poll.ts';
import { type Looked, type LookedAt, lookAround } from './look.ts';

/** What the popup says, as it stands there. */
export interface Words {
  readonly situation: string;
  readonly headline: string;
  readonly say: string;
  readonly warnings: readonly string[];
  /** What is named as switched off. */
  readonly notices: readonly string[];
}

/** What comes of one other person. */
export interface Reception {
  readonly camera: 'none' | 'seen' | 'card' | 'still';
  readonly screen: 'none' | 'seen' | 'card' | 'still';
  readonly heard: boolean;
}

interface PageRoom {
  readonly state: string;
  simulateScenario(scenario: string): Promise<void>;
  readonly localParticipant: { sendFile(file: File, options: object): Promise<unknown> };
}
declare const room: PageRoom;

/** Root mean square above which there is sound: the tone has 0.09, Firefox's more. */
const SOUND = 0.005;
/** Correlation with the lock card above which a picture is one. */
const CARD = 0.85;
const LOOK_MS = 1_200;

export class Person {
  readonly name: string;
  readonly participant: Participant;
  readonly hasCallseal: boolean;

  private constructor(name: string, participant: Participant, hasCallseal: boolean) {
    this.name = name;
    this.participant = participant;
    this.hasCallseal = hasCallseal;
  }

  static async open(name: string, client: Client, address: string, hasCallseal: boolean): Promise<Person> {
    return new Person(name, await Participant.open(client, address, 'window'), hasCallseal);
  }

  get page(): Page {
    return this.participant.page;
  }

  /** Gives the key of a passphrase, as an invite does. */
  async giveKey(passphrase: string, aheadMs = 0): Promise<void> {
    const { meeting } = await this.participant.view();
    const text = inviteBy(passphrase, this.page.url(), meeting, Date.now() + aheadMs);
    const answer = await this.participant.ask('popup:accept', { text });
    if (!answer.ok) throw new Error(`${this.name}: ${answer.reason}`);
  }

  async join(): Promise<void> {
    await this.press('#join');
    await this.page.waitForFunction(() => 'room' in globalThis && room.state === 'connected', { timeout: 30_000 });
  }

  /** Leaves by LiveKit's own button. */
  async leave(): Promise<void> {
    await this.press('.lk-disconnect-button');
    await this.page.waitForSelector('#join');
  }

  /** @param what microphone, camera or screen_share: LiveKit's own button */
  async toggle(what: 'microphone' | 'camera' | 'screen_share'): Promise<void> {
    await this.press(`button[data-lk-source="${what}"]`);
  }

  async simulate(scenario: string): Promise<void> {
    await this.page.evaluate((name) => room.simulateScenario(name), scenario);
    await this.page.waitForFunction(() => room.state === 'connected', { timeout: 30_000 });
  }

  /** Sends that many bytes of a file to everybody. */
  async sendFile(bytes: number): Promise<void> {
    await this.page.evaluate(async (length) => {
      const data = new Uint8Array(length).map((_, i) => (i * 7919) >> 3);
      await room.localParticipant.sendFile(new File([data], 'notes.bin'), { topic: 'files' });
    }, bytes);
  }

  view(): Promise<TabView> {
    return this.participant.view();
  }

  /** What stands in the popup now. */
  async words(): Promise<Words> {
    const popup = await this.participant.popup();
    await allowNamedFunctions(popup);
    return popup.evaluate(() => {
      const texts = (selector: string): string[] =>
        Array.from(document.querySelectorAll(selector), ({ textContent }) => (textContent ?? '').trim());
      return {
        situation: document.querySelector('main')?.dataset.situation ?? '',
        headline: texts('h1')[0] ?? '',
        say: texts('.status-text p')[0] ?? '',
        warnings: texts('.notice.warning'),
        notices: texts('.notice:not(.warning)'),
      };
    });
  }

  /** What comes of each other person, over a second and a half. */
  async receptions(): Promise<Readonly<Record<string, Reception>>> {
    await allowNamedFunctions(this.page);
    const before = await this.page.evaluate(lookAround);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const after = await this.page.evaluate(lookAround);
    return Object.fromEntries(
      Object.entries(after).map(([name, now]) => {
        const then = before[name] ?? now;
        return [
          name,
          {
            camera: picture(then.camera, now.camera),
            screen: picture(then.screen, now.screen),
            heard: loudness(then, now) > SOUND,
          },
        ];
      }),
    );
  }

  /** What the badge on another person's tile says. */
  async badgeOf(name: string): Promise<string> {
    await this.page.evaluate(() => {
      for (const tile of document.querySelectorAll<HTMLElement>('.lk-participant-tile')) {
        const of = tile.querySelector('[data-lk-participant-name]')?.getAttribute('data-lk-participant-name');
        if (of && !tile.querySelector('[data-lk-source="screen_share"]')) tile.dataset.name = of;
      }
    });
    return badge(this.participant, name);
  }

  private async press(selector: string): Promise<void> {
    await this.page.waitForSelector(selector);
    // By the page, for a window behind others has no pointer.
    await this.page.$eval(selector, (button) => (button as HTMLElement).click());
  }
}

/** Waits until the page holds, and says what was last found when it does not. */
export async function until(condition: () => Promise<boolean>, milliseconds: number): Promise<boolean> {
  return poll(condition, { milliseconds }).then(
    () => true,
    () => false,
  );
}

function picture(then: Looked | undefined, now: Looked | undefined): Reception['camera'] {
  if (!now) return 'none';
  if (likeLockCard(now) > CARD) return 'card';
  return then && now.frames > then.frames ? 'seen' : 'still';
}

function loudness(then: LookedAt, now: LookedAt): number {
  const seconds = now.seconds - then.seconds;
  return seconds > 0 ? Math.sqrt((now.energy - then.energy) / seconds) : 0;
}
