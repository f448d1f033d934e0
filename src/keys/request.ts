import { type Bytes, bigEndian, concat, utf8 } from '../bytes.ts';
import { ByteReader } from './byte-reader.ts';
import { type CallId, encodeCallId, isSameCall, readCallId } from './call-id.ts';
import { generateKeyPair, type KeyPair, openSealed, sealTo } from './hpke.ts';
import { decodeInvite, encodeInvite, type Invite } from './invite.ts';
import { publicWords } from './public-words.ts';

/** What a joiner shows to the host: "seal your invite to this key". Nothing of it is secret. */
export interface InviteRequest {
  readonly call: CallId;
  /** The slot in which it was made. */
  readonly slot: number;
  /** X25519, 32 bytes. */
  readonly publicKey: Bytes;
}

/** The joiner's own side of a request. The private key is for one answer. */
export interface OpenRequest extends KeyPair {
  readonly call: CallId;
  readonly slot: number;
}

/** Slots that a request may be answered after its own: an hour. */
export const REQUEST_SLOTS = 12;

export type RequestFailure = 'other-service' | 'other-meeting' | 'expired' | 'clock';

export async function makeRequest(call: CallId, slot: number): Promise<OpenRequest> {
  return { call, slot, ...(await generateKeyPair()) };
}

/** Name || u64 slot || public key (32). */
export function encodeRequest({ call, slot, publicKey }: InviteRequest): Bytes {
  return concat(encodeCallId(call), bigEndian(slot, 8), publicKey);
}

/** @returns undefined when the bytes are no request of this version */
export function decodeRequest(content: Uint8Array): InviteRequest | undefined {
  const reader = new ByteReader(content);
  try {
    const request = { call: readCallId(reader), slot: reader.integer(8), publicKey: reader.take(32) };
    reader.end();
    return request;
  } catch {
    return undefined;
  }
}

/** Why a request cannot be answered in this call in this slot, or undefined. */
export function refuseRequest(
  { call, slot }: InviteRequest,
  wanted: CallId,
  nowSlot: number,
): RequestFailure | undefined {
  if (call.service !== wanted.service) return 'other-service';
  if (call.meeting !== wanted.meeting) return 'other-meeting';
  if (slot > nowSlot + 1) return 'clock';
  return nowSlot > slot + REQUEST_SLOTS ? 'expired' : undefined;
}

/**
 * The six words of a request, for joiner and host to compare over another channel before an invite is sealed to it: who
 * swaps the request would have to find a key with the same words, which takes 2^77 tries.
 */
export function requestWords({ call, publicKey }: Pick<InviteRequest, 'call' | 'publicKey'>): string {
  return publicWords(concat(utf8('callseal v1 request'), encodeCallId(call), publicKey));
}

/**
 * Seals an invite to the key of a request.
 *
 * @throws when the request's key is no usable one
 */
export function sealInvite({ call, publicKey }: InviteRequest, invite: Invite): Promise<Bytes> {
  return sealTo(publicKey, infoOf(call, publicKey), encodeInvite(invite));
}

/** @returns undefined when it was not sealed to this request, or was changed on the way */
export async function openInvite(request: OpenRequest, sealed: Bytes): Promise<Invite | undefined> {
  const opened = await openSealed(request, infoOf(request.call, request.publicKey), sealed);
  const invite = opened && decodeInvite(opened);
  opened?.fill(0);
  return invite && isSameCall(invite.call, request.call) ? invite : undefined;
}

function infoOf(call: CallId, publicKey: Bytes): Bytes {
  return concat(utf8('callseal v1 sealed invite'), encodeCallId(call), publicKey);
}
