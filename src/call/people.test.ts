import { describe, expect, it } from 'vitest';
import { QUIET_STREAM } from '../../test/support/quiet-stream.ts';
import { peopleOf } from './people.ts';

const stream = (name: string, ...members: readonly string[]) => ({ ...QUIET_STREAM, name, members });

describe('peopleOf', () => {
  it('names each member as they named themselves, and those last who did not', () => {
    const streams = [stream('Bo', 'b'), stream('', 'b'), stream('Ada', 'a'), stream('', 'c')];
    expect(peopleOf({ members: ['c', 'b', 'a', 'b'], streams })).toEqual([
      { member: 'a', name: 'Ada' },
      { member: 'b', name: 'Bo' },
      { member: 'c', name: '' },
    ]);
  });

  it('takes no name from a stream that passes between members, and none of somebody who is not heard any more', () => {
    const streams = [stream('Bo', 'a', 'b'), stream('Cy', 'c')];
    expect(peopleOf({ members: ['a', 'b'], streams })).toEqual([
      { member: 'a', name: '' },
      { member: 'b', name: '' },
    ]);
  });

  it('keeps two apart who say the same name', () => {
    const streams = [stream('Bo', 'a'), stream('Bo', 'b')];
    expect(peopleOf({ members: ['a', 'b'], streams })).toHaveLength(2);
  });
});
