/** One person in the call: a browser with one window on the conference's page. */
import type { Page } from 'puppeteer-core';
import { type Client, launch } from '../test/support/browsers.ts';
import { Participant } from '../test/support/member.ts';
import { cameraOf, type Name } from './cameras.ts';
import { type Heard, hear, look, type Seen } from './in-page.ts';

export interface PartyOptions {
  readonly extension: boolean;
  readonly headed: boolean;
  /** Let the page copy its own clear frames. */
  readonly tapped: boolean;
}

/** What one person gets of another. */
export interface Reception {
  readonly framesDecoded: number;
  readonly audioPackets: number;
  readonly pictureLosses: number;
}

export class Party {
  readonly name: Name;
  readonly client: Client;
  readonly member: Participant;

  private constructor(name: Name, client: Client, member: Participant) {
    this.name = name;
    this.client = client;
    this.member = member;
  }

  /** Opens a browser on the meeting's page, in front of its "join" button. */
  static async open(name: Name, address: string, { extension, headed, tapped }: PartyOptions): Promise<Party> {
    const client = await launch('chromium', {
      ...(extension && { extension: 'test' }),
      headed,
      args: [`--use-file-for-fake-video-capture=${await cameraOf(name)}`, '--allow-loopback-in-peer-connection'],
    });
    // Muted: the tone is for the measurement, not for the room.
    const member = await Participant.open(client, `${address}?name=${name}&muted=1${tapped ? '&tap=1' : ''}`);
    return new Party(name, client, member);
  }

  get page(): Page {
    return this.member.page;
  }

  async join(): Promise<void> {
    await this.page.click('#join');
    await this.page.waitForFunction(() => 'call' in window, { timeout: 30_000 });
  }

  /** What arrives of each other person, by name. */
  async receptions(): Promise<Partial<Record<Name, Reception>>> {
    return this.page.evaluate(async () => {
      const { connection } = (window as unknown as { call: { connection: RTCPeerConnection } }).call;
      const result: Record<string, { framesDecoded: number; audioPackets: number; pictureLosses: number }> = {};
      for (const { receiver, mid } of connection.getTransceivers()) {
        // The name is the MediaStream's id, which stands in the offer.
        const section = connection.remoteDescription?.sdp.split(/^m=/m).find((text) => text.includes(`a=mid:${mid}\r`));
        const name = /^a=msid:(\S+)/m.exec(section ?? '')?.[1];
        if (!name) continue;
        result[name] ??= { framesDecoded: 0, audioPackets: 0, pictureLosses: 0 };
        for (const stats of (await receiver.getStats()).values()) {
          if (stats.type !== 'inbound-rtp') continue;
          if (stats.kind === 'audio') result[name].audioPackets = stats.packetsReceived;
          else {
            result[name].framesDecoded = stats.framesDecoded;
            result[name].pictureLosses = stats.pliCount;
          }
        }
      }
      return result;
    });
  }

  /** The picture in a tile of this person's screen, the own one included. */
  look(name: Name): Promise<Seen | undefined> {
    return this.page.evaluate(look, name);
  }

  /** About three seconds of another person's sound. */
  hear(name: Name): Promise<Heard> {
    return this.page.evaluate(hear, name);
  }

  /** Clear frames that the page copied in a control run. */
  async tapped(kind: 'audio' | 'video'): Promise<Uint8Array[]> {
    const texts = await this.page.evaluate((wanted) => {
      const { tapped } = (window as unknown as { call: { tapped: { kind: string; bytes: ArrayBuffer }[] } }).call;
      return tapped
        .filter((frame) => frame.kind === wanted)
        .map((frame) => Array.from(new Uint8Array(frame.bytes), (byte) => String.fromCharCode(byte)).join(''))
        .map(btoa);
    }, kind);
    return texts.map((text) => Buffer.from(text, 'base64'));
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}
