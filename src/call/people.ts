import type { StreamCounts } from './counts.ts';

/** A member whose frames opened here a moment ago. */
export interface Person {
  /** 12 hex digits. */
  readonly member: string;
  /** What that member says they are called, inside the seal; empty when they do not say. */
  readonly name: string;
}

/**
 * The members seen or heard lately, with the names they gave themselves. A stream that passes from one member to the next
 * has the name of only one of them, so it names nobody.
 *
 * @param members 12 hex digits each
 */
export function peopleOf({
  members,
  streams,
}: {
  readonly members: readonly string[];
  readonly streams: readonly StreamCounts[];
}): readonly Person[] {
  const nameOf = (member: string): string =>
    streams.find((stream) => stream.name !== '' && stream.members.length === 1 && stream.members[0] === member)?.name ??
    '';
  return Array.from(new Set(members), (member) => ({ member, name: nameOf(member) })).sort(
    (one, other) => Number(one.name === '') - Number(other.name === '') || one.name.localeCompare(other.name),
  );
}
