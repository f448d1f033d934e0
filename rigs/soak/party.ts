/** Three members, each connected to each, in two browsers; what happens to them, and that all of it is right again. */

import { SLOT_MS } from '../../src/slots.ts';
import type { Client } from '../../test/support/browsers.ts';
import { inviteBy } from '../../test/support/invite-by.ts';
import { Participant } from '../../test/support/member.ts';
import { allowNamedFunctions } from '../../test/support/named-functions.ts';
import { installSoakPage, type SoakPage } from './page.ts';

declare const soak: SoakPage;

export interface Member {
  readonly name: string;
  readonly participant: Participant;
}

/** What happens, one after the other. */
export const CHANGES = ['rejoin', 'mute', 'slot', 'rejoin', 'key', 'slot', 'mute', 'together'] as const;
export type Change = (typeof CHANGES)[number];

/** A slot turns by itself so long after clocks were put forward, when all members have heard of it. */
const BEFORE_TURN_MS = 8_000;
const WORDS = 'abacus zoom yogurt unicorn tulip reprint velvet orbit pickle harbor lantern quiz'.split(' ');

export class Party {
  readonly members: readonly Member[];
  readonly #clients: readonly Client[];
  #aheadMs = 0;
  #keys = 0;
  #turn = 0;
  #muted: Member | undefined;

  private constructor(members: readonly Member[], clients: readonly Client[]) {
    this.members = members;
    this.#clients = clients;
  }

  static async start(clients: readonly Client[], port: number): Promise<Party> {
    const [chromium, firefox] = clients;
    if (!chromium || !firefox) throw new Error('two browsers are needed');
    const members: Member[] = [];
    for (const [name, client] of [
      ['Ada', chromium],
      ['Bo', chromium],
      ['Cy', firefox],
    ] as const) {
      const participant = await Participant.open(client, `http://localhost:${port}/soak?${name}`, 'window');
      members.push({ name, participant });
      await participant.protect();
    }
    const party = new Party(members, clients);
    await party.#newKey();
    for (const { participant } of members) {
      await allowNamedFunctions(participant.page);
      await participant.inCall(installSoakPage);
    }
    await party.#together();
    return party;
  }

  /** Changes something. @returns what happened, in words */
  async change(change: Change): Promise<string> {
    const one = this.members[this.#turn++ % this.members.length];
    if (!one) throw new Error('nobody');
    switch (change) {
      case 'rejoin':
        await one.participant.inCall(() => soak.leave());
        for (const other of this.members) if (other !== one) await this.#connect(one, other);
        return `${one.name} leaves and comes again`;
      case 'mute':
        if (this.#muted) await this.#muted.participant.inCall(() => soak.mute(false));
        this.#muted = this.#muted ? undefined : one;
        await this.#muted?.participant.inCall(() => soak.mute(true));
        return `${this.#muted?.name ?? 'nobody'} is muted`;
      case 'slot':
        this.#aheadMs += SLOT_MS - ((Date.now() + this.#aheadMs) % SLOT_MS) - BEFORE_TURN_MS;
        for (const client of this.#clients) await this.#memberIn(client).participant.setClock(this.#aheadMs);
        await new Promise((resolve) => setTimeout(resolve, BEFORE_TURN_MS + 1_000));
        return 'a slot turns';
      case 'key':
        await this.#newKey();
        return 'all have a new key';
      case 'together':
        for (const { participant } of this.members) await participant.inCall(() => soak.leave());
        await this.#together();
        return 'all leave and come again';
    }
  }

  /** Waits until each has opened frames of both others lately, and says who has not. */
  async settled(): Promise<string[]> {
    const wrong: string[] = [];
    for (const { name, participant } of this.members) {
      await participant
        .until(({ state, totals }) => state === 'sealed' && totals.members === this.members.length - 1)
        .catch((error: unknown) => wrong.push(`${name}: ${String(error).slice(0, 500)}`));
    }
    return wrong;
  }

  #memberIn(client: Client): Member {
    const member = this.members.find(({ participant }) => participant.client === client);
    if (!member) throw new Error('no member in this browser');
    return member;
  }

  async #newKey(): Promise<void> {
    const passphrase = Array.from({ length: 6 }, (_, i) => WORDS[(this.#keys * 5 + i) % WORDS.length]).join(' ');
    this.#keys++;
    for (const { name, participant } of this.members) {
      const { meeting } = await participant.view();
      const text = inviteBy(passphrase, participant.page.url(), meeting, Date.now() + this.#aheadMs);
      const answer = await participant.ask('popup:accept', { text });
      if (!answer.ok) throw new Error(`${name}: ${answer.reason}`);
    }
  }

  async #together(): Promise<void> {
    for (const [i, one] of this.members.entries()) {
      for (const other of this.members.slice(i + 1)) await this.#connect(one, other);
    }
  }

  async #connect(one: Member, other: Member): Promise<void> {
    const offer = await one.participant.inCall((name) => soak.offer(name), other.name);
    const answer = await other.participant.inCall((name, sdp) => soak.answer(name, sdp), one.name, offer);
    await one.participant.inCall((name, sdp) => soak.accept(name, sdp), other.name, answer);
  }
}
