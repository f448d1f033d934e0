import { expect, it } from 'vitest';
import { Attachments } from './attachments.ts';

/** A sender and a receiver, each with a transport of its own. */
function twoEnds() {
  const end = (): { transport: { state: string } | null; track: { kind: string } } => ({
    transport: { state: 'new' },
    track: { kind: 'video' },
  });
  return { sender: end(), receiver: end(), mid: '0', currentDirection: null as string | null };
}

function attached(): { ends: ReturnType<typeof twoEnds>; attachments: Attachments } {
  const [ends, attachments] = [twoEnds(), new Attachments()];
  attachments.add(ends as unknown as RTCRtpTransceiver, undefined);
  return { ends, attachments };
}

it('keeps who is moved to the transport that bundled media share', () => {
  const { ends, attachments } = attached();
  ends.sender.transport = { state: 'closed' };
  ends.receiver.transport = { state: 'closed' };
  expect(attachments.prune()).toEqual([]);
  const shared = { state: 'connecting' };
  ends.sender.transport = shared;
  ends.receiver.transport = shared;
  expect(attachments.prune()).toEqual([]);
  expect(attachments.size).toBe(2);
});

it('forgets who is of a closed connection at the second look', () => {
  const { ends, attachments } = attached();
  ends.sender.transport = { state: 'closed' };
  expect(attachments.prune()).toEqual([]);
  expect(attachments.open().map(({ id }) => id)).toEqual([2]);
  expect(attachments.prune()).toEqual([1]);
  expect(attachments.prune()).toEqual([]);
  expect(attachments.size).toBe(1);
});

it('forgets who was stopped at once', () => {
  const { ends, attachments } = attached();
  ends.currentDirection = 'stopped';
  expect(attachments.prune()).toEqual([1, 2]);
  expect(attachments.size).toBe(0);
});
