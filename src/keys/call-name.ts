import { type Bytes, bigEndian, concat, utf8 } from '../bytes.ts';

/** Which call a secret is for. */
export interface CallName {
  /** The service's id. */
  readonly service: string;
  /** The canonical meeting id, or '' where the service does not give all participants the same. */
  readonly meeting: string;
}

/** Service id and meeting id in UTF-8, each behind its length as 16 bits: two names never have the same bytes. */
export function encodeCallName({ service, meeting }: CallName): Bytes {
  const [serviceBytes, meetingBytes] = [utf8(service), utf8(meeting)];
  return concat(
    bigEndian(serviceBytes.byteLength, 2),
    serviceBytes,
    bigEndian(meetingBytes.byteLength, 2),
    meetingBytes,
  );
}
