/** The call of this rig: who is in it, what is so, and what is found to be so. */
import { warningsOf } from '../../popup/warnings.ts';
import type { MessageKey } from '../../ui/texts.ts';
import type { Person, Reception, Words } from './person.ts';
import { until } from './person.ts';

/** What a member ought to find, once a step has settled. */
export interface Expected {
  /** Everybody in the call who has the key, and what they send now. */
  readonly sending: ReadonlyMap<string, ReadonlySet<Source>>;
  readonly members: readonly Person[];
  readonly outsider?: Person;
  /** Warnings that are true now. */
  readonly warnings?: readonly MessageKey[];
  readonly badges?: boolean;
}
export type Source = 'microphone' | 'camera' | 'screen_share';

export interface Row {
  readonly step: string;
  readonly words: string;
  readonly members: string;
  readonly seen: string;
  readonly heard: string;
  readonly badges: string;
  readonly outsider: string;
  readonly warnings: string;
  /** Members whose popup says that the page gives no answer: true on a machine that is too busy for this call. */
  readonly silent: number;
  readonly seconds: number;
  readonly faults: readonly string[];
}

const SETTLE_MS = 20_000;
/** After which what is said must still be so. */
const HOLD_MS = 2_000;
const WATCH_MS = 3_000;

/** Watches what each popup is told, all the while, for a word that is never true in an honest call. */
export class Watch {
  readonly #found = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #busy = false;
  /** Warnings that may be given now. */
  allowed: readonly MessageKey[] = [];

  start(people: () => readonly Person[]): void {
    this.#timer = setInterval(() => void this.#look(people()), WATCH_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** @returns the false words since it was last asked */
  take(): string[] {
    const found = Array.from(this.#found.values());
    this.#found.clear();
    return found;
  }

  async #look(people: readonly Person[]): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (const person of people) {
      const view = await person.view().catch(() => undefined);
      if (!view?.on) continue;
      const warnings = warningsOf(view).filter((warning) => !this.allowed.includes(warning));
      for (const warning of warnings) {
        this.#found.set(
          `${person.name} ${warning}`,
          `${person.name} is warned: ${warning} ${JSON.stringify(view.totals.lately)}`,
        );
      }
      if (view.state === 'broken') this.#found.set(`${person.name} broken`, `${person.name}: broken, ${view.broken}`);
    }
    this.#busy = false;
  }
}

/** Waits until everything is as it ought to be, looks again after a while, and says what is not. */
export async function check(step: string, expected: Expected, falseWords: () => string[]): Promise<Row> {
  const begin = Date.now();
  let faults: string[] = [];
  await until(async () => {
    faults = await quickFaults(expected);
    return faults.length === 0;
  }, SETTLE_MS);
  if (faults.length === 0) await new Promise((resolve) => setTimeout(resolve, HOLD_MS));
  const seconds = (Date.now() - begin) / 1_000;
  const found = await Promise.all(expected.members.map(async (person) => ({ person, ...(await lookAt(person)) })));
  const outside = expected.outsider ? await expected.outsider.receptions() : {};
  const badges: string[] = [];
  faults = falseWords();
  const [seen, heard] = [
    { is: 0, ought: 0 },
    { is: 0, ought: 0 },
  ];
  for (const { person, words, members, warnings, receptions } of found) {
    const { name } = person;
    if (!isSilent(words)) faults.push(...saidFaults(name, expected, { words, members, warnings }));
    for (const other of expected.members) {
      if (other === person) continue;
      const sending = expected.sending.get(other.name) ?? new Set<Source>();
      const reception = receptions[other.name];
      count(
        seen,
        sending.has('camera'),
        reception?.camera === 'seen',
        () => `${name} gets ${other.name}'s camera as ${reception?.camera}`,
        faults,
      );
      count(
        heard,
        sending.has('microphone'),
        reception?.heard === true,
        () => `${name} does not hear ${other.name}`,
        faults,
      );
      if (sending.has('screen_share')) {
        count(
          seen,
          true,
          reception?.screen === 'seen',
          () => `${name} gets ${other.name}'s screen as ${reception?.screen}`,
          faults,
        );
      }
      if (!expected.badges || !sending.has('camera')) continue;
      const badge = await person.badgeOf(other.name).catch((error: unknown) => String(error));
      badges.push(badge);
      if (badge !== 'sealed') faults.push(`${name} has the badge ${badge} on ${other.name}`);
    }
  }
  let cards = 0;
  for (const [name, { camera, screen, heard: hears }] of Object.entries(outside)) {
    if (!expected.members.some((member) => member.name === name)) continue;
    for (const picture of [camera, screen]) {
      if (picture === 'card') cards++;
      else if (picture === 'seen') faults.push(`the outsider sees ${name}`);
    }
    if (hears) faults.push(`the outsider hears ${name}`);
  }
  return {
    step,
    words: distinct(found.map(({ words }) => `${words.headline}: ${words.say}`)),
    members: `${distinct(found.map(({ members }) => String(members)))} / ${distinct(expected.members.map((one) => String(membersFor(one, expected))))}`,
    seen: `${seen.is} / ${seen.ought}`,
    heard: `${heard.is} / ${heard.ought}`,
    badges: badges.length === 0 ? '' : `${badges.filter((badge) => badge === 'sealed').length} / ${badges.length}`,
    outsider: expected.outsider ? `${cards} cards` : '',
    warnings: distinct(found.flatMap(({ words }) => words.warnings)) || 'none',
    silent: found.filter(({ words }) => isSilent(words)).length,
    seconds,
    faults: Array.from(new Set(faults)),
  };
}

function count(
  sum: { is: number; ought: number },
  ought: boolean,
  is: boolean,
  say: () => string,
  faults: string[],
): void {
  if (!ought) return;
  sum.ought++;
  if (is) sum.is++;
  else faults.push(say());
}

interface Said {
  readonly words: Words;
  readonly members: number;
  readonly warnings: readonly MessageKey[];
}

function isSilent({ situation }: Words): boolean {
  return situation === 'unproven';
}

function saidFaults(name: string, expected: Expected, { words, members, warnings }: Said): string[] {
  const faults: string[] = [];
  const ought = expected.members.find((member) => member.name === name);
  const others = ought ? membersFor(ought, expected) : 0;
  if (words.situation !== 'sealed') faults.push(`${name}'s popup says "${words.headline}: ${words.say}"`);
  if (members !== others) faults.push(`${name}'s popup counts ${members} members, there are ${others}`);
  const wanted = expected.warnings ?? [];
  for (const warning of warnings.filter((one) => !wanted.includes(one))) faults.push(`${name} is warned: ${warning}`);
  for (const warning of wanted.filter((one) => !warnings.includes(one)))
    faults.push(`${name} is not warned: ${warning}`);
  return faults;
}

/** Other members who send anything: a muted one is neither heard nor seen. */
function membersFor(person: Person, { members, sending }: Expected): number {
  return members.filter((other) => other !== person && (sending.get(other.name)?.size ?? 0) > 0).length;
}

async function lookAt(person: Person): Promise<Said & { receptions: Readonly<Record<string, Reception>> }> {
  const receptions = await person.receptions();
  const view = await person.view();
  return { words: await person.words(), members: view.totals.members, warnings: warningsOf(view), receptions };
}

/** What can be told without pictures of tiles. */
async function quickFaults(expected: Expected): Promise<string[]> {
  const found = await Promise.all(expected.members.map(async (person) => ({ person, ...(await lookAt(person)) })));
  return found.flatMap(({ person, receptions, ...said }) => [
    ...saidFaults(person.name, expected, said),
    ...expected.members.flatMap((other) => {
      const sending = expected.sending.get(other.name);
      const reception = receptions[other.name];
      if (other === person || !sending) return [];
      const missing: string[] = [];
      if (sending.has('camera') && reception?.camera !== 'seen') missing.push('camera');
      if (sending.has('microphone') && !reception?.heard) missing.push('microphone');
      if (sending.has('screen_share') && reception?.screen !== 'seen') missing.push('screen');
      return missing.map((what) => `${person.name} ${other.name} ${what}`);
    }),
  ]);
}

function distinct(texts: readonly string[]): string {
  return Array.from(new Set(texts)).join('; ');
}
