import { decodeBase64 } from '../../src/base64.ts';
import type { HeardPacket } from './sound-player.ts';

/** Test build only: a member who says the same packets of 20 ms over and over, as if they came in pictures. */
export function startTestVoice(put: (packet: HeardPacket) => void, packets: readonly string[]): void {
  const spoken = packets.map((packet) => decodeBase64(packet));
  const begin = performance.now();
  let next = 0;
  setInterval(() => {
    for (; next * 20 <= performance.now() - begin; next++) {
      const opus = spoken[next % spoken.length];
      if (opus) put({ member: '0123456789ab', stream: 1, at: next * 960, samples: 960, opus });
    }
  }, 33);
}
