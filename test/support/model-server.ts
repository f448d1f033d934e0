/** A conference server of the model call, with m-lines for everybody or a few slots that pass from one to the other. */
import type { StreamKind } from '../../src/call/counts.ts';
import type { Line, ModelFrame, Person } from './model-call.ts';

const KINDS = ['audio', 'video'] as const;
/** How often everybody sends a frame, milliseconds. */
const STEP_MS = 250;
/** What LiveKit's server sends by itself when somebody mutes or leaves. */
const BLANK = {
  audio: Uint8Array.from({ length: 80 }, (_, i) => [0xf8, 0xff, 0xfe][i] ?? 0),
  video: Uint8Array.from([16, 2, 0, 0x9d, 1, 0x2a, 8, 0, 8, 0, 0, 0x47, 8, 0x85]),
};

type Route = Readonly<Record<StreamKind, Line>>;

/** What one receiver gets. */
interface Desk {
  /** By who is to be seen in it. */
  readonly places: Map<Person, Route>;
  /** M-lines of people who have left. */
  readonly free: Record<StreamKind, Line[]>;
  /** With slots: those of everybody in turn. */
  slots: readonly Route[];
}

export class ModelServer {
  /** Makes the operator malicious: what comes to `to` in the place of `from`. */
  tamper: ((frame: ModelFrame, from: Person, to: Person) => ModelFrame | undefined) | undefined;
  /** When each was last delivered to whom. */
  readonly delivered = new Map<Person, Map<Person, number>>();
  readonly #desks = new Map<Person, Desk>();
  readonly #slots: number;
  #steps = 0;
  #joined = 0;

  /** @param slots that everybody gets for all others together; 0: a place for each */
  constructor(slots: number) {
    this.#slots = slots;
  }

  get people(): Person[] {
    return Array.from(this.#desks.keys());
  }

  join(person: Person): void {
    for (const other of this.people) this.#place(other, person);
    this.#desks.set(person, { places: new Map(), free: { audio: [], video: [] }, slots: [] });
    this.connect(person);
    this.#joined++;
  }

  /** Makes all m-lines of somebody's anew, as a full reconnect does. */
  connect(person: Person): void {
    const desk = this.#deskOf(person);
    const old = [...desk.places.values(), ...desk.slots].flatMap(({ audio, video }) => [audio, video]);
    for (const line of [...old, ...desk.free.audio, ...desk.free.video]) line.close();
    desk.places.clear();
    desk.free.audio = [];
    desk.free.video = [];
    desk.slots = Array.from({ length: this.#slots }, () => ({
      audio: person.addLine('audio'),
      video: person.addLine('video'),
    }));
    for (const other of this.people) if (other !== person) this.#place(person, other);
    for (const [kind, line] of person.sending) {
      line.close();
      person.sending.set(kind, person.addLine(kind));
    }
  }

  async leave(person: Person): Promise<void> {
    for (const kind of KINDS) await this.blank(person, kind, 17);
    this.#desks.delete(person);
    for (const other of this.people) {
      const desk = this.#deskOf(other);
      const place = desk.places.get(person);
      desk.places.delete(person);
      if (place) for (const kind of KINDS) desk.free[kind].push(place[kind]);
      this.#draw(other);
    }
  }

  /** The server's own silence or empty pictures in somebody's place. */
  async blank(person: Person, kind: StreamKind, frames: number): Promise<void> {
    for (const to of this.people) {
      const line = this.#deskOf(to).places.get(person)?.[kind];
      for (let i = 0; line && i < frames; i++) {
        await to.hear(line, { bytes: BLANK[kind], kind, timestamp: Date.now() >>> 0, isKey: true });
      }
    }
  }

  /** One round: everybody sends a frame of each kind, and time goes on. @param pass moves the clock */
  async step(pass: (milliseconds: number) => void): Promise<void> {
    this.#steps++;
    for (const [index, from] of this.people.entries()) {
      for (const kind of KINDS) {
        const frame = await from.speak(kind);
        if (frame) await this.#forward(frame, from, index);
      }
    }
    pass(STEP_MS);
  }

  async #forward(honest: ModelFrame, from: Person, index: number): Promise<void> {
    for (const to of this.people) {
      const line = to === from ? undefined : this.#lineTo(to, from, index, honest.kind);
      const frame = this.tamper ? this.tamper(honest, from, to) : honest;
      if (!line || !frame) continue;
      await to.hear(line, frame);
      const heard = this.delivered.get(to) ?? new Map<Person, number>();
      this.delivered.set(to, heard.set(from, Date.now()));
    }
  }

  #lineTo(to: Person, from: Person, index: number, kind: StreamKind): Line | undefined {
    const desk = this.#deskOf(to);
    if (this.#slots === 0) return desk.places.get(from)?.[kind];
    // The sound passes on a moment before the picture.
    const turn = kind === 'audio' ? this.#steps + 1 : this.#steps;
    const slot = (index + turn) % Math.max(this.people.length, 1);
    return desk.slots[slot]?.[kind];
  }

  /** What people leave behind goes to those who come: the sound to one, the picture to the next. */
  #place(to: Person, from: Person): void {
    if (this.#slots > 0) {
      this.#draw(to);
      return;
    }
    const desk = this.#deskOf(to);
    const take = (kind: StreamKind, mayReuse: boolean): Line =>
      (mayReuse ? desk.free[kind].shift() : undefined) ?? to.addLine(kind);
    const isEven = this.#joined % 2 === 0;
    desk.places.set(from, { audio: take('audio', isEven), video: take('video', !isEven) });
    this.#draw(to);
  }

  /** The page shows picture and sound of each place together. */
  #draw(person: Person): void {
    const desk = this.#deskOf(person);
    person.tiles = [...desk.places.values(), ...desk.slots].map(({ audio, video }) => ({
      picture: video.track,
      sound: audio.track,
    }));
  }

  #deskOf(person: Person): Desk {
    const desk = this.#desks.get(person);
    if (!desk) throw new Error('is not in the call');
    return desk;
  }
}
