/** A call of a service whose server forwards pictures and mixes sound: two members and an outsider. */
import type { BrowserName } from '../../support/browsers.ts';
import { comesToHear } from '../../support/hearing.ts';
import { InTurn } from '../../support/in-turn.ts';
import { type Room, recordingsOf } from '../../support/janus.ts';
import { likeLockCard } from '../../support/lock-card.ts';
import type { Participant } from '../../support/member.ts';
import { poll } from '../../support/poll.ts';
import { PopupUser } from '../../support/popup-user.ts';
import type { Reader } from '../../support/reader.ts';
import { type Held, heldIn } from '../../support/server-view.ts';
import type { Stage } from '../../support/stage.ts';
import { uiText } from '../../support/ui-text.ts';
import { expectAllowedExtensions } from './extensions.ts';
import type { Outcome, Row } from './table.ts';

/** The server's names for one participant. */
export interface Ids {
  readonly sound: number;
  readonly video: number;
  readonly screen?: number;
}

/** What the client of such a service offers to a test, beside what conference.js does. */
declare const call: {
  readonly ids: Ids;
  readonly media: MediaStream;
  join(options: object): Promise<void>;
  share(options: object): Promise<void>;
};

/** What the popup says of sound that travels in pictures, and of sound that goes in clear. */
const SAYS_CARRIED = uiText('say_sound_in_pictures');
const SAYS_CLEAR = uiText('say_mixed_sound');

/** Frames that the server is to have more of, of each. */
const SOUNDS = 100;
const PICTURES = 60;

export interface People {
  readonly ada: Participant;
  readonly bo: Participant;
  readonly eve: Participant;
}

export class MixedCall {
  readonly pictures: Room;
  readonly sound: Room;
  readonly #stage: Stage;
  readonly #browser: BrowserName;
  readonly #reader: Reader;
  readonly #joining = new InTurn();

  private constructor(stage: Stage, browser: BrowserName, reader: Reader, pictures: Room, sound: Room) {
    this.#stage = stage;
    this.#browser = browser;
    this.#reader = reader;
    this.pictures = pictures;
    this.sound = sound;
  }

  /** @param codecs that the pictures' server takes, such as `h264,av1` */
  static async start(stage: Stage, browser: BrowserName, reader: Reader, codecs: string): Promise<MixedCall> {
    const pictures = await stage.janus.createRoom({ videocodec: codecs });
    return new MixedCall(stage, browser, reader, pictures, await stage.janus.createMixer());
  }

  /** Whoever asks meanwhile joins behind. */
  join(participant: Participant, name: string): Promise<void> {
    // The outsider shows something else than the members.
    const video = this.#browser === 'firefox' || name === 'eve' ? 'canvas' : 'camera';
    const rooms = { port: this.#stage.janus.port, id: this.pictures.id, mixer: this.sound.id };
    return this.#joining.go(async (turn) => {
      await turn;
      await participant.inCall((options) => call.join(options), { ...rooms, name, video });
    });
  }

  /** Shares a screen, which the others have as `<name>'s screen`. */
  share(participant: Participant, name: string): Promise<void> {
    const room = { port: this.#stage.janus.port, id: this.pictures.id };
    return participant.inCall((options) => call.share(options), { ...room, name });
  }

  /** From now on a participant's microphone takes up nothing. */
  mute(participant: Participant): Promise<void> {
    return participant.inCall(() => {
      for (const track of call.media.getAudioTracks()) track.enabled = false;
    });
  }

  idsOf(participant: Participant): Promise<Ids> {
    return participant.inCall(() => call.ids);
  }

  /** What the server has of one participant. */
  heldOf(kind: 'audio' | 'video', id: number): Held {
    const room = kind === 'audio' ? this.sound : this.pictures;
    const [path] = recordingsOf(room, kind).filter((name) => name.includes(`-user-${id}-`));
    if (!path) throw new Error(`no recording of ${id}`);
    return heldIn(path, this.#reader);
  }

  /**
   * What the table has of this call, in which ada shares her screen. Ends it.
   *
   * @param chosen whether the members chose to send and hear sound in clear
   */
  async judge(service: string, { ada, bo, eve }: People, chosen = false): Promise<Row> {
    const picture = await this.#seen("ada's picture", 'ada', bo, eve);
    const screen = await this.#seen("ada's screen", "ada's screen", bo, eve);
    const unheard = chosen ? await haveNoTone([ada, bo]) : await hearWrong([ada, bo], eve);
    // Whenever too few pictures came for a moment, the popup says that instead.
    const said = await told(bo, chosen ? SAYS_CLEAR : SAYS_CARRIED).then(
      () => true,
      () => false,
    );
    const ids = await Promise.all([ada, bo].map((member) => this.idsOf(member)));
    await expectAllowedExtensions(ada);
    const atServer = () => ({
      sounds: ids.map(({ sound }) => this.heldOf('audio', sound)),
      pictures: ids.map(({ video }) => this.heldOf('video', video)),
      screens: ids.flatMap(({ screen: id }) => (id === undefined ? [] : [this.heldOf('video', id)])),
    });
    await poll(async () => isEnough(atServer(), chosen));
    await this.#stage.end();

    const { sounds, pictures, screens } = atServer();
    const wrong = unheard ?? (said ? undefined : 'not said');
    const clear = (held: readonly Held[]): number => held.reduce((sum, { other }) => sum + other.length, 0);
    return {
      service,
      browser: this.#browser,
      sound: chosen ? outcome(wrong, 'clear, by choice') : (sealedIn(sounds, SOUNDS) ?? outcome(wrong, 'sealed')),
      picture: sealedIn(pictures, PICTURES) ?? outcome(picture, 'sealed'),
      screen: sealedIn(screens, PICTURES) ?? outcome(screen, 'sealed'),
      clear: clear([...(chosen ? [] : sounds), ...pictures, ...screens]),
    };
  }

  /** @returns what is wrong with how a member and an outsider see something, or undefined */
  async #seen(what: string, tile: string, member: Participant, outsider: Participant): Promise<string | undefined> {
    const [seen, covered] = [await member.picture(tile), await outsider.picture(tile)];
    if (!seen || likeLockCard(seen) > 0.7) return `a member does not see ${what}`;
    if (!covered || likeLockCard(covered) < 0.9) return `the outsider has no card for ${what}`;
    return undefined;
  }
}

/**
 * What is wrong with how sound is heard that travels in pictures: members hear one another's microphone, and nobody else's,
 * and the mix is silence, to the outsider too.
 */
async function hearWrong(members: readonly Participant[], outsider: Participant): Promise<string | undefined> {
  const wrong = (await Promise.all(members.map(hears))).find(Boolean);
  if (wrong) return wrong;
  const mixes = await Promise.all([...members, outsider].map((participant) => participant.sound('mix')));
  return mixes.every((sound) => sound !== undefined && sound.peak < 0.001) ? undefined : 'the mix is not silent';
}

/** Waits until a member hears the only other one. @returns what he hears instead, or undefined */
async function hears(member: Participant): Promise<string | undefined> {
  let last: unknown;
  const isHeard = poll(async () => {
    const [voices, { members, heardInPictures }] = [await member.voices(), await member.view()];
    last = { voices, members, heardInPictures };
    const names = Object.keys(voices).map((name) => name.split(' ')[0]);
    const plays = Object.values(voices).every(({ share, muted, paused }) => share > 0.9 && !muted && !paused);
    return members.length === 1 && names.length === 1 && names[0] === members[0] && plays;
  });
  return isHeard.then(
    () => undefined,
    () => `members hear ${JSON.stringify(last)}`,
  );
}

/** Whether somebody does not come to hear the microphones' tone in the mix. */
async function haveNoTone(members: readonly Participant[]): Promise<string | undefined> {
  const heard = await Promise.all(members.map((member) => comesToHear(member, 'mix')));
  return heard.every(Boolean) ? undefined : 'not heard';
}

/** @returns what is wrong at the server, or undefined when it has more than `frames` of each, all of them sealed */
function sealedIn(held: readonly Held[], frames: number): Outcome | undefined {
  if (held.some(({ other }) => other.length > 0)) return 'failed: clear at the server';
  if (held.length === 0 || held.some(({ sealed }) => sealed.length <= frames)) return 'failed: not sent';
  return undefined;
}

/** Whether there is enough to judge, be it sealed or not; of sound that goes in clear by choice, enough of that. */
function isEnough(
  { sounds, pictures, screens }: Readonly<Record<'sounds' | 'pictures' | 'screens', readonly Held[]>>,
  chosen: boolean,
): boolean {
  return (
    sounds.every(({ sealed, other }) => other.length + (chosen ? 0 : sealed.length) > SOUNDS) &&
    [...pictures, ...screens].every(({ sealed, other }) => other.length + sealed.length > PICTURES)
  );
}

const outcome = (wrong: string | undefined, right: Outcome): Outcome => (wrong ? `failed: ${wrong}` : right);

/** Until `to` has drawn enough of `from`, and got enough of the mix. */
export async function flow(to: Participant, from: string): Promise<void> {
  let last: unknown;
  await poll(
    async () => {
      const { received } = await to.stats();
      last = received;
      return (received[from]?.video?.framesDecoded ?? 0) > 60 && (received.mix?.audio?.packetsReceived ?? 0) > 120;
    },
    { state: () => `${from}: ${JSON.stringify(last)}` },
  );
}

async function textOf(member: Participant): Promise<string> {
  const popup = await member.popup();
  return popup.evaluate(() => document.body.textContent ?? '');
}

/** A member ticks the box for sound in clear. */
export async function chooseClearSound(member: Participant): Promise<void> {
  await (await PopupUser.open(member)).click('#sound');
  await member.page.bringToFront();
  await member.until(({ state }) => state === 'mixed');
}

/** Until the popup says that the server mixes, and what becomes of sound. */
export function toldOfMixing(member: Participant): Promise<void> {
  return told(member, SAYS_CARRIED);
}

/** Until the popup says so. */
export function told(member: Participant, what: string): Promise<void> {
  return poll(async () => (await textOf(member)).includes(what));
}
