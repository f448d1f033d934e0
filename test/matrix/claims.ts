/** What has to hold of one cell, and the figures that its place in the table shows. */
import type { StreamCounts } from '../../src/call/counts.ts';
import { likeLockCard } from '../support/lock-card.ts';
import type { Cell, Medium } from './media.ts';
import { type Played, packetsOf, type Sample, widthOfLayer } from './play-scene.ts';
import type { Receiver } from './receivers.ts';
import { reaches } from './scenes.ts';

/** Share of the pieces that have to open, and of the covers that a decoder without the key has to draw. */
const OPENED = 0.99;
const DRAWN = 0.95;
/** Frames without which nothing is said. */
const ENOUGH_PICTURES = 60;
/** Frames of a refused codec that have to be dropped. */
const ENOUGH_DROPPED = 30;
const MAX_PLI = 2;

/** Of a stream that never came. */
const NOTHING: Pick<StreamCounts, 'seen' | 'done' | 'failures' | 'role'> = { seen: 0, done: 0, failures: {}, role: '' };

export interface Claim {
  readonly cell: Cell;
  readonly role: 'member' | 'outsider';
  /** For the table. */
  readonly figures: string;
  /** What does not hold, in words. */
  readonly shortfalls: readonly string[];
}

export function claimsOf(played: Played): Claim[] {
  const { scene } = played;
  const { path, from, sound, picture } = scene;
  return played.receivers.flatMap(({ receiver, sample, opened }) =>
    [sound, ...(picture ? [picture] : [])]
      .filter((medium) => reaches(scene, medium, receiver.browser))
      .map((medium) => {
        const sealed = sealedFor(played, receiver, medium.kind);
        const received = (opened ?? []).filter(({ side, kind }) => side === 'receive' && kind === medium.kind);
        const pictures = picturesFor(played, receiver);
        const { toldOfCodec } = played;
        const evidence = { medium, receiver, sample, sealed, received, pictures, toldOfCodec };
        const verdict = receiver.role === 'member' ? ofMember(evidence) : ofOutsider(evidence);
        return { cell: { medium, path, from, to: receiver.browser }, role: receiver.role, ...verdict };
      }),
  );
}

interface Evidence {
  readonly medium: Medium;
  readonly receiver: Receiver;
  readonly sample: Sample;
  /** The sender's counts of what went to this receiver. */
  readonly sealed: StreamCounts | undefined;
  /** A member's counts of what came from this sender: of the camera first, then of the screen. */
  readonly received: readonly StreamCounts[];
  /** Pictures that the sender's browser has sent, their layers not counted one by one. */
  readonly pictures: number;
  readonly toldOfCodec: boolean;
}

interface Verdict {
  readonly figures: string;
  readonly shortfalls: readonly string[];
}

function ofMember(evidence: Evidence): Verdict {
  const { medium, receiver, sample, received, sealed } = evidence;
  if (medium.kind === 'audio' && medium.refused) return ofRefused(evidence);
  const [camera = NOTHING, screen = NOTHING] = received;
  const { done: opened, failures, role } = camera;
  const entered = opened + Object.entries(failures).reduce((sum, [why, n]) => sum + (why === 'duplicate' ? 0 : n), 0);
  const all = getsAll(medium) ? (sealed?.done ?? 0) : entered;
  const shortfalls = [];
  if (opened < enough(medium)) shortfalls.push(`only ${opened} frames were opened`);
  if (opened < OPENED * entered) {
    shortfalls.push(`${opened} of ${entered} pieces that arrived opened: ${JSON.stringify(failures)}`);
  }
  if (opened < OPENED * all) shortfalls.push(`${opened} of ${all} sealed pieces opened`);
  if (medium.kind === 'audio') {
    const { share = 0 } = sample.sound ?? {};
    if (share < 0.9) shortfalls.push(`the tone is ${share.toFixed(2)} of what is heard`);
    return { figures: `${opened}/${all}`, shortfalls };
  }
  if (receiver.drawn < ENOUGH_PICTURES && !medium.unsteady)
    shortfalls.push(`only ${receiver.drawn} pictures were drawn`);
  if (Math.abs(likeness(sample)) > 0.6) shortfalls.push('the picture looks like a lock card');
  if (medium.screen) shortfalls.push(...ofScreen(role, screen, receiver));
  shortfalls.push(...layersMissing(evidence));
  return { figures: `${opened}/${all}, ${receiver.drawn} drawn`, shortfalls };
}

/** A second picture, which says of itself that it is a screen. */
function ofScreen(roleOfCamera: string, { done, seen, role }: typeof NOTHING, receiver: Receiver): string[] {
  const shortfalls = [];
  if (roleOfCamera !== 'camera' || role !== 'screen') shortfalls.push(`the roles are "${roleOfCamera}", "${role}"`);
  if (done === 0 || done < OPENED * seen) shortfalls.push(`${done} of ${seen} frames of the screen opened`);
  if (receiver.screensDrawn === 0) shortfalls.push('the screen was not drawn');
  return shortfalls;
}

function ofOutsider(evidence: Evidence): Verdict {
  const { medium, receiver, sample, pictures } = evidence;
  const shortfalls: string[] = [];
  if (medium.kind === 'audio') {
    if (medium.refused) return ofRefused(evidence);
    const { peak = 1 } = sample.sound ?? {};
    if (receiver.heard < enough(medium)) shortfalls.push(`only ${receiver.heard} packets arrived`);
    if (peak >= 0.001) shortfalls.push(`the outsider hears a peak of ${peak.toFixed(4)}`);
    return { figures: 'silence', shortfalls };
  }
  if (medium.uncovered || medium.unsteady) return { figures: 'no claim', shortfalls };
  // A sender counts each spatial layer as a frame; a decoder draws one picture of all of them.
  const all = getsAll(medium) && !isSpatial(medium) ? pictures : receiver.completedOfCamera;
  const { drawn, pli } = receiver;
  const alike = likeness(sample);
  if (drawn < ENOUGH_PICTURES || drawn < DRAWN * all) shortfalls.push(`${drawn} of ${all} covers were drawn`);
  if (pli > MAX_PLI) shortfalls.push(`${pli} key frames were asked for`);
  if (alike < 0.9) shortfalls.push(`the picture is no lock card: ${alike.toFixed(2)}`);
  shortfalls.push(...layersMissing(evidence));
  return { figures: `${drawn}/${all} drawn, PLI ${pli}`, shortfalls };
}

/** A codec without a cover: everything is dropped for that reason, and nothing goes out. */
function ofRefused({ receiver, sealed, toldOfCodec }: Evidence): Verdict {
  const shortfalls = [];
  const { seen, done, failures } = sealed ?? NOTHING;
  const dropped = failures['unknown-codec'] ?? 0;
  if (dropped < ENOUGH_DROPPED || dropped !== seen || done > 0) shortfalls.push(`dropped ${dropped} of ${seen}`);
  if (receiver.heard > 0) shortfalls.push(`${receiver.heard} packets arrived`);
  if (!toldOfCodec) shortfalls.push('the popup does not name the codec as the reason');
  return { figures: receiver.role === 'member' ? 'refused' : 'nothing', shortfalls };
}

function enough(medium: Medium): number {
  return medium.kind === 'audio' ? packetsOf(medium) : ENOUGH_PICTURES;
}

/** Whether every sealed piece goes to everybody. A server chooses from simulcast layers. */
function getsAll(medium: Medium): boolean {
  return medium.kind === 'audio' || medium.substreams === undefined;
}

/** Whether a picture comes in several frames, one for each size. */
function isSpatial({ shape }: Medium): boolean {
  return /^L[23]/.test(shape);
}

function layersMissing({ medium, receiver }: Evidence): string[] {
  if (medium.kind === 'audio') return [];
  return Array.from({ length: medium.substreams ?? 0 }, (_, layer) => widthOfLayer(receiver.scene, layer))
    .filter((width) => !receiver.widths.has(width))
    .map((width) => `the layer of ${width} pixels was not drawn`);
}

function likeness({ picture }: Sample): number {
  return picture ? likeLockCard(picture) : 0;
}

/** The sender's counts for one receiver: with a server there is one connection for all, else one for each, in turn. */
function sealedFor(
  { scene, sealed, receivers }: Played,
  receiver: Receiver,
  kind: Medium['kind'],
): StreamCounts | undefined {
  const { path, picture } = scene;
  const sends = sealed.filter((stream) => stream.side === 'send' && stream.kind === kind && stream.seen > 0);
  if (path === 'Janus') return sends[0];
  const before = receivers.slice(
    0,
    receivers.findIndex((entry) => entry.receiver === receiver),
  );
  if (kind === 'audio') return sends[before.length];
  const viewers = before.filter((entry) => picture && reaches(scene, picture, entry.receiver.browser));
  // The camera comes before the screen.
  return sends[viewers.length * (picture?.screen ? 2 : 1)];
}

function picturesFor({ sent }: Played, receiver: Receiver): number {
  const video = (sent[receiver.name] ?? sent.server)?.video ?? [];
  return video.reduce((sum, { framesSent = 0 }) => sum + framesSent, 0);
}
