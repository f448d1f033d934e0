import { pipeline, type Waiting } from '../../content-scripts/frame-worker/pipeline.ts';
import { type SyntheticFrame, sizeOf } from './frames.ts';
import { type Contestant, callLane, type Lane, StreamLane } from './lane.ts';

type Convert = (frame: SyntheticFrame) => Promise<ArrayBuffer>;

/**
 * Nothing but the call that sealing makes: a key of 256 bits, a nonce of its own for each frame, an AAD of the length of
 * ours, the full tag. The nonces are all the same: what is encrypted here is noise.
 */
export async function aesGcm<L extends Lane>(makeLane: (convert: Convert) => L): Promise<Contestant<L>> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const algorithm = (): AesGcmParams => ({
    name: 'AES-GCM',
    iv: new Uint8Array(12),
    additionalData: new Uint8Array(17),
    tagLength: 128,
  });
  return {
    encrypt: makeLane(({ data }) => crypto.subtle.encrypt(algorithm(), key, data)),
    decrypt: makeLane(({ data }) => crypto.subtle.decrypt(algorithm(), key, data)),
  };
}

export const calls = (convert: Convert): Lane =>
  callLane(async (frame) => {
    frame.data = await convert(frame);
  });

export const streams = (convert: Convert): Lane =>
  new StreamLane((pair) => {
    void pipeline(
      pair,
      (frame): Waiting<ArrayBuffer> => ({
        ready: convert(frame),
        finish(data) {
          frame.data = data;
          return true;
        },
      }),
      () => undefined,
      { sizeOf },
    );
  });
