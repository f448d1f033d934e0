/** Standard base64 (RFC 4648 section 4) of `bytes`, for messages that cross contexts as JSON. */
export function encodeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** @throws DOMException (InvalidCharacterError) when `text` is no base64 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
