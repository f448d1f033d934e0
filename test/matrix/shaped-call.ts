/** Drives pages/shaped-call.js in one participant's page. */
import type { BrowserName } from '../support/browsers.ts';
import type { Participant } from '../support/member.ts';
import type { Shape } from './shapes.ts';

export type What = 'audio' | 'video' | 'screen';
export type Figures = Readonly<Record<string, number>>;

/** By receiver (or 'server'), then by what is sent: one entry for each encoding. */
export type Sent = Readonly<Record<string, Readonly<Partial<Record<What, readonly (Figures & { mode: string })[]>>>>>;
/** By what is shown: `sender`, or `sender/screen`. */
export type Received = Readonly<Record<string, Readonly<Partial<Record<'audio' | 'video', Figures>>>>>;

export interface RoomEntrance {
  readonly port: number;
  readonly id: number;
  readonly name: string;
}

interface ShapedPage {
  capture(shape: Shape): Promise<void>;
  offer(name: string, shape: Shape): Promise<string>;
  answer(sdp: string): Promise<string>;
  answered(name: string, sdp: string): Promise<void>;
  publish(entrance: RoomEntrance, shape: Shape): Promise<number>;
  watch(entrance: RoomEntrance): Promise<void>;
  choose(layers: object): Promise<void>;
  serverAnswer(): string;
  connected(): boolean;
  start(): Promise<void>;
  stop(browser: BrowserName): Promise<void>;
  mute(muted: boolean): void;
  sent(): Promise<Sent>;
  received(): Promise<Received>;
}

declare const shaped: ShapedPage;

export class ShapedCall {
  readonly participant: Participant;

  constructor(participant: Participant) {
    this.participant = participant;
  }

  /** A fresh document: nothing of the scene before is left. */
  async reload(): Promise<void> {
    const { page } = this.participant;
    await page.reload();
    await page.waitForFunction(() => 'shaped' in globalThis);
  }

  capture(shape: Shape): Promise<void> {
    return this.participant.page.evaluate((s) => shaped.capture(s), shape);
  }

  /** A connection from this participant straight to `to`. */
  async connect(to: ShapedCall, name: string, shape: Shape): Promise<void> {
    const { page } = this.participant;
    const offer = await page.evaluate((n, s) => shaped.offer(n, s), name, shape);
    const answer = await to.participant.page.evaluate((sdp) => shaped.answer(sdp), offer);
    await page.evaluate((n, sdp) => shaped.answered(n, sdp), name, answer);
  }

  /** @returns the server's id of the publication */
  publish(entrance: RoomEntrance, shape: Shape): Promise<number> {
    return this.participant.page.evaluate((e, s) => shaped.publish(e, s), entrance, shape);
  }

  /** Receives the publisher of a room. */
  watch(entrance: RoomEntrance): Promise<void> {
    return this.participant.page.evaluate((e) => shaped.watch(e), entrance);
  }

  choose(layers: object): Promise<void> {
    return this.participant.page.evaluate((l) => shaped.choose(l), layers);
  }

  /** The server's description of what it takes. */
  answer(): Promise<string> {
    return this.participant.page.evaluate(() => shaped.serverAnswer());
  }

  connected(): Promise<boolean> {
    return this.participant.page.evaluate(() => shaped.connected());
  }

  start(): Promise<void> {
    return this.participant.page.evaluate(() => shaped.start());
  }

  /** Ends all sending, once what was encoded is sealed and sent. */
  stop(): Promise<void> {
    const { page, client } = this.participant;
    return page.evaluate((browser) => shaped.stop(browser), client.name);
  }

  mute(muted: boolean): Promise<void> {
    return this.participant.page.evaluate((m) => shaped.mute(m), muted);
  }

  sent(): Promise<Sent> {
    return this.participant.page.evaluate(() => shaped.sent());
  }

  received(): Promise<Received> {
    return this.participant.page.evaluate(() => shaped.received());
  }
}
