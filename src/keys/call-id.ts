import { type Bytes, bigEndian, concat, utf8 } from '../bytes.ts';
import type { ByteReader } from './byte-reader.ts';

/** Which call a secret is for. */
export interface CallId {
  /** The service's id. */
  readonly service: string;
  /** The canonical meeting id, or '' where the service does not give all participants the same. */
  readonly meeting: string;
}

/** Service id and meeting id in UTF-8, each behind its length as 16 bits: two names never have the same bytes. */
export function encodeCallId({ service, meeting }: CallId): Bytes {
  const [serviceBytes, meetingBytes] = [utf8(service), utf8(meeting)];
  return concat(
    bigEndian(serviceBytes.byteLength, 2),
    serviceBytes,
    bigEndian(meetingBytes.byteLength, 2),
    meetingBytes,
  );
}

/** @throws RangeError or TypeError when the bytes are no name */
export function readCallId(reader: ByteReader): CallId {
  return { service: reader.text(), meeting: reader.text() };
}

export function isSameCall(one: CallId, other: CallId): boolean {
  return one.service === other.service && one.meeting === other.meeting;
}
