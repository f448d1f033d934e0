/**
 * What is said of a call in which people come, go, mute, reconnect and change keys in any order: nothing false. And of
 * the same call with one attack in it: that.
 */
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { warningsOf } from '../../popup/warnings.ts';
import { SLOT_MS } from '../../src/slots.ts';
import { NOON } from '../support/frame-member.ts';
import { type ModelFrame, Person } from '../support/model-call.ts';
import { ModelServer } from '../support/model-server.ts';

/** Members leave the figures after this time, milliseconds, and a second for the look. */
const FORGOTTEN_MS = 11_000;
const MOST = 5;
const STEPS_A_SECOND = 4;

beforeEach(() => {
  // The call runs over the turn of a slot.
  vi.useFakeTimers({ toFake: ['Date'], now: NOON + SLOT_MS / 2 - 8_000 });
});
afterEach(() => {
  vi.useRealTimers();
});
const pass = (milliseconds: number): unknown => vi.setSystemTime(Date.now() + milliseconds);

type Deed = 'join' | 'join-without-key' | 'leave' | 'mute' | 'camera' | 'share' | 'reconnect' | 'new-key' | 'nothing';
const DEEDS: readonly Deed[] = [
  'join',
  'join-without-key',
  'leave',
  'mute',
  'camera',
  'share',
  'reconnect',
  'new-key',
  'nothing',
];
const deeds = fc.array(fc.tuple(fc.constantFrom(...DEEDS), fc.nat({ max: MOST - 1 })), { minLength: 4, maxLength: 14 });

class Call {
  readonly server: ModelServer;
  /**
   * In a row. Nine take a member past his first sixteen streams. Who then says whose they are says it once a second, which
   * somebody to whom a slot brings him for a moment at a time may miss for longer than the three seconds that count.
   */
  readonly #reconnects: number;
  #secrets = 1;

  constructor(slots: number) {
    this.server = new ModelServer(slots);
    this.#reconnects = slots === 0 ? 9 : 1;
  }

  async join(withKey = true): Promise<Person> {
    const person = new Person();
    if (withKey) await person.key(this.#secret());
    this.server.join(person);
    // The camera comes later, behind many m-lines that only receive.
    person.sending.set('audio', person.addLine('audio'));
    for (let i = 0; i < 16; i++) person.addLine('video');
    return person;
  }

  async do(deed: Deed, who: number): Promise<void> {
    const { people } = this.server;
    const person = people[who % Math.max(people.length, 1)];
    if (deed === 'join' && people.length < MOST) await this.join();
    if (deed === 'join-without-key' && people.length < MOST) await this.join(false);
    if (!person) return;
    if (deed === 'leave') await this.server.leave(person);
    if (deed === 'mute') await this.#toggle(person, 'audio');
    if (deed === 'camera') await this.#toggle(person, 'video');
    if (deed === 'share') for (let i = 0; i < 20; i++) person.addLine('video');
    if (deed === 'reconnect') {
      // A network that comes and goes: each time all streams are new.
      for (let i = 0; i < this.#reconnects; i++) {
        this.server.connect(person);
        await this.server.step(pass);
      }
    }
    if (deed === 'new-key') {
      this.#secrets++;
      // Whoever made it has it first.
      for (const each of [person, ...people]) if (each.secret) await each.key(this.#secret());
    }
    if (deed === 'nothing') for (const each of people) if (!each.secret) await each.key(this.#secret());
  }

  /** A second of the call, and everybody's look. */
  async second(check: (person: Person, server: ModelServer) => void): Promise<void> {
    for (let i = 0; i < STEPS_A_SECOND; i++) await this.server.step(pass);
    for (const person of this.server.people) check(person, this.server);
    // As the background does with every slot.
    for (const person of this.server.people) if (person.secret) await person.key(person.secret);
  }

  #secret = (): Uint8Array<ArrayBuffer> => secretOf(this.#secrets);

  async #toggle(person: Person, kind: 'audio' | 'video'): Promise<void> {
    const line = person.sending.get(kind);
    if (!line) person.sending.set(kind, person.addLine(kind));
    else {
      person.sending.delete(kind);
      await this.server.blank(person, kind, kind === 'audio' ? 51 : 3);
    }
  }
}

const secrets = new Map<number, Uint8Array<ArrayBuffer>>();
function secretOf(number: number): Uint8Array<ArrayBuffer> {
  const secret = secrets.get(number) ?? new Uint8Array(32).fill(number);
  secrets.set(number, secret);
  return secret;
}

function checkHonest(person: Person, server: ModelServer): void {
  const view = person.look();
  expect(warningsOf(view)).toEqual([]);
  expect(view.spliced).toBe(false);
  if (!person.secret) return;
  const delivered = server.delivered.get(person) ?? new Map<Person, number>();
  const ago = (other: Person): number => Date.now() - (delivered.get(other) ?? Number.NEGATIVE_INFINITY);
  const fresh = server.people.filter((other) => ago(other) <= 1_000).map(({ id }) => id);
  expect(view.members).toEqual(expect.arrayContaining(fresh));
  const possible = Array.from(delivered.keys())
    .filter((other) => ago(other) <= FORGOTTEN_MS)
    .map(({ id }) => id);
  expect(possible).toEqual(expect.arrayContaining([...view.members]));
  expect(view.totals.members).toBe(view.members.length);
}

async function play(call: Call, given: readonly (readonly [Deed, number])[]): Promise<void> {
  await call.join();
  await call.join();
  for (const [deed, who] of given) {
    await call.do(deed, who);
    await call.second(checkHonest);
  }
}

it.each([0, 2])('an honest call is never accused, and its members are right (%d slots)', async (slots) => {
  await fc.assert(
    fc.asyncProperty(deeds, async (given) => {
      vi.setSystemTime(NOON + SLOT_MS / 2 - 8_000);
      await play(new Call(slots), given);
    }),
    { numRuns: 8 },
  );
});

type Tamper = NonNullable<ModelServer['tamper']>;
interface Attack {
  readonly warning: string;
  /** @param other another member's newest sound */
  tamper(victim: Person, speaker: Person, other: Person): Tamper;
}

const ATTACKS: Readonly<Record<string, Attack>> = {
  'another member’s sound': {
    warning: 'warn_spliced',
    tamper: (victim, speaker, other) => {
      let sound: ModelFrame | undefined;
      return (frame, from, to) => {
        if (to !== victim || frame.kind === 'video') return frame;
        if (from === other) sound = frame;
        // In the place of the speaker the other one is heard, and nowhere else.
        return from === speaker ? sound : from === other ? undefined : frame;
      };
    },
  },
  'clear frames': {
    warning: 'warn_not_sealed',
    tamper: (victim, speaker) => (frame, from, to) =>
      to === victim && from === speaker ? { ...frame, bytes: new Uint8Array(200).fill(0x78) } : frame,
  },
  'frames that were changed': {
    warning: 'warn_foreign',
    tamper: (victim, speaker) => (frame, from, to) =>
      to === victim && from === speaker
        ? { ...frame, bytes: frame.bytes.map((byte, i) => (i === frame.bytes.length - 2 ? byte ^ 1 : byte)) }
        : frame,
  },
};

it('somebody with a camera and no microphone shares slots with voices: nobody is accused', async () => {
  await play(new Call(2), [
    ['mute', 1],
    ['join', 0],
    ['camera', 1],
    ['join', 0],
    ['join', 0],
    ['nothing', 0],
    ['nothing', 0],
  ]);
});

it.each(Object.entries(ATTACKS))('%s in the same call: found', async (_, { warning, tamper }) => {
  await fc.assert(
    fc.asyncProperty(deeds, async (given) => {
      vi.setSystemTime(NOON + SLOT_MS / 2 - 8_000);
      const call = new Call(0);
      await play(call, given);
      const [victim, speaker, other] = [await call.join(), await call.join(), await call.join()];
      for (const person of [speaker, other]) person.sending.set('video', person.addLine('video'));
      for (let i = 0; i < 3; i++) await call.second(checkHonest);
      call.server.tamper = tamper(victim, speaker, other);
      const said = new Set<string>();
      for (let i = 0; i < 10; i++) {
        await call.second((person) => {
          const warnings = warningsOf(person.look());
          if (person === victim) for (const each of warnings) said.add(each);
          else expect(warnings).toEqual([]);
        });
      }
      expect(Array.from(said)).toEqual([warning]);
      // It has stopped, and so does the warning.
      call.server.tamper = undefined;
      for (let i = 0; i < 12; i++) await call.second((person) => person.look());
      expect(warningsOf(victim.look())).toEqual([]);
    }),
    { numRuns: 2 },
  );
});
