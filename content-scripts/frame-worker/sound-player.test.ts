import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EncodedFrame } from './frames.ts';
import { SoundPlayers } from './sound-player.ts';

/** 20 ms at 48 kHz. */
const TICK = 960;

let nowMs: number;
let wanted: readonly string[][];
let players: SoundPlayers;

beforeEach(() => {
  nowMs = 1_000_000;
  wanted = [];
  players = new SoundPlayers(
    (voices) => {
      wanted = [...wanted, [...voices]];
    },
    () => nowMs,
  );
});

/** A loop-back, whose frames a test makes and takes. */
class LoopBack {
  readonly played: EncodedFrame[] = [];
  readonly #carriers = new TransformStream<EncodedFrame>();
  readonly #writer = this.#carriers.writable.getWriter();
  #time = 0;
  /** Settles when the worker reads it no more. */
  readonly over: Promise<void>;

  constructor(voice: string) {
    const writable = new WritableStream<EncodedFrame>({ write: (frame) => void this.played.push(frame) });
    this.over = players.attach(voice, { readable: this.#carriers.readable, writable });
    this.over.catch(() => undefined);
  }

  /** Frames of 20 ms of silence come. */
  async carry(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      this.#time += TICK;
      const rtpTimestamp = this.#time;
      await this.#writer.write({ data: new ArrayBuffer(3), getMetadata: () => ({ rtpTimestamp }) } as EncodedFrame);
    }
    await new Promise((resolve) => setTimeout(resolve));
  }

  get bytes(): number[] {
    return this.played.map(({ data }) => new Uint8Array(data)[0] ?? -1);
  }
}

const said = new Set<string>();

function say(member: string, stream: number, number: number): void {
  said.add(member);
  players.put({ member, stream, at: number * TICK, samples: TICK, opus: Uint8Array.of(number, 1, 2) });
}

afterEach(() => {
  for (const member of said) players.forget(member);
});

describe('the voices of members', () => {
  it('ask for a loop-back each, once, and are heard by their own alone', async () => {
    say('aa', 1, 0);
    say('aa', 1, 1);
    say('bb', 1, 0);
    expect(wanted).toEqual([['aa 1'], ['aa 1', 'bb 1']]);
    const [ada, bo] = [new LoopBack('aa 1'), new LoopBack('bb 1')];
    await ada.carry(15);
    await bo.carry(15);
    for (const number of [7, 8, 9]) say('aa', 1, number);
    say('bb', 1, 20);
    await ada.carry(1);
    await bo.carry(1);
    expect(ada.bytes).toEqual([7, 8, 9]);
    expect(bo.bytes).toEqual([20]);
  });

  it('leave nothing of the silence that comes by a loop-back', async () => {
    say('aa', 1, 0);
    const loopBack = new LoopBack('aa 1');
    await loopBack.carry(100);
    expect(loopBack.played).toEqual([]);
  });

  it('end with their member, in the middle of a word', async () => {
    say('aa', 1, 0);
    say('aa', 2, 0);
    say('bb', 1, 0);
    const loopBack = new LoopBack('aa 1');
    await loopBack.carry(15);
    say('aa', 1, 5);
    say('aa', 1, 20); // waits for its carrier
    players.forget('aa');
    expect(wanted.at(-1)).toEqual(['bb 1']);
    await loopBack.carry(1);
    await loopBack.over;
    expect(loopBack.bytes).toEqual([5]);
  });

  it('that nobody asked for any more are not played', async () => {
    const loopBack = new LoopBack('aa 1');
    await loopBack.over;
    expect(loopBack.played).toEqual([]);
  });

  it('have another loop-back when theirs was made again', async () => {
    say('aa', 1, 0);
    const first = new LoopBack('aa 1');
    await first.carry(15);
    const second = new LoopBack('aa 1');
    await second.carry(15);
    say('aa', 1, 5);
    await second.carry(1);
    expect([first.bytes, second.bytes]).toEqual([[], [5]]);
    await first.carry(1);
    await first.over;
  });

  it('are kept for a minute of silence, and not for longer', () => {
    say('aa', 1, 0);
    nowMs += 59_000;
    players.expire();
    expect(wanted.length).toBe(1);
    nowMs += 2_000;
    players.expire();
    expect(wanted.at(-1)).toEqual([]);
  });

  it('are sixteen at the most; one that is silent gives way, and one that speaks does not', () => {
    for (let i = 0; i < 16; i++) {
      nowMs += 100;
      say(`a${i}`, 1, 0);
    }
    nowMs += 900;
    say('late', 1, 0); // a0 to a5 have been silent for a second
    expect(wanted.at(-1)?.length).toBe(16);
    expect(wanted.at(-1)).not.toContain('a0 1');
    expect(wanted.at(-1)).toContain('late 1');
    for (let i = 1; i < 16; i++) say(`a${i}`, 1, 1);
    const asked = wanted.length;
    say('later', 1, 0);
    expect(wanted.length).toBe(asked);
  });
});
