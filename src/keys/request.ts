import { type Bytes, bigEndian, concat, utf8 } from '../bytes.ts';
import { ByteReader } from './byte-reader.ts';
import { type CallName, encodeCallName, isSameCall, readCallName } from './call-name.ts';
import { generateKeyPair, type KeyPair, openSealed, sealTo } from './hpke.ts';
import { decodeInvite, encodeInvite, type Invite } from './invite.ts';
import { publicWords } from './public-words.ts';

/** What a joiner shows to the host: "seal your invite to this key". Nothing of it is secret. */
export interface InviteRequest {
  readonly name: CallName;
  /** The slot in which it was made. */
  readonly slot: number;
  /** X25519, 32 bytes. */
  readonly publicKey: Bytes;
}

/** The joiner's own side of a request. The private key is for one answer. */
export interface OpenRequest extends KeyPair {
  readonly name: CallName;
  readonly slot: number;
}

/** Slots that a request may be answered after its own: an hour. */
export const REQUEST_SLOTS = 12;

export type RequestFailure = 'other-service' | 'other-meeting' | 'expired' | 'clock';

export async function makeRequest(name: CallName, slot: number): Promise<OpenRequest> {
  return { name, slot, ...(await generateKeyPair()) };
}

/** Name || u64 slot || public key (32). */
export function encodeRequest({ name, slot, publicKey }: InviteRequest): Bytes {
  return concat(encodeCallName(name), bigEndian(slot, 8), publicKey);
}

/** @returns undefined when the bytes are no request of this version */
export function decodeRequest(content: Uint8Array): InviteRequest | undefined {
  const reader = new ByteReader(content);
  try {
    const request = { name: readCallName(reader), slot: reader.integer(8), publicKey: reader.take(32) };
    reader.end();
    return request;
  } catch {
    return undefined;
  }
}

/** Why a request cannot be answered in this call in this slot, or undefined. */
export function refuseRequest(
  { name, slot }: InviteRequest,
  call: CallName,
  nowSlot: number,
): RequestFailure | undefined {
  if (name.service !== call.service) return 'other-service';
  if (name.meeting !== call.meeting) return 'other-meeting';
  if (slot > nowSlot + 1) return 'clock';
  return nowSlot > slot + REQUEST_SLOTS ? 'expired' : undefined;
}

/**
 * The six words of a request, for joiner and host to compare over another channel before an invite is sealed to it: who
 * swaps the request would have to find a key with the same words, which takes 2^77 tries.
 */
export function requestWords({ name, publicKey }: Pick<InviteRequest, 'name' | 'publicKey'>): string {
  return publicWords(concat(utf8('callseal v1 request'), encodeCallName(name), publicKey));
}

/**
 * Seals an invite to the key of a request.
 *
 * @throws when the request's key is no usable one
 */
export function sealInvite({ name, publicKey }: InviteRequest, invite: Invite): Promise<Bytes> {
  return sealTo(publicKey, infoOf(name, publicKey), encodeInvite(invite));
}

/** @returns undefined when it was not sealed to this request, or was changed on the way */
export async function openInvite(request: OpenRequest, sealed: Bytes): Promise<Invite | undefined> {
  const opened = await openSealed(request, infoOf(request.name, request.publicKey), sealed);
  const invite = opened && decodeInvite(opened);
  opened?.fill(0);
  return invite && isSameCall(invite.name, request.name) ? invite : undefined;
}

function infoOf(name: CallName, publicKey: Bytes): Bytes {
  return concat(utf8('callseal v1 sealed invite'), encodeCallName(name), publicKey);
}
