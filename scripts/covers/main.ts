/** `npm run covers`: writes the generated lock cards, and the picture that a decoder makes of them. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { drawLockCard } from './lock-card.ts';
import { makeVp8, vp8Source } from './make.ts';

const made = makeVp8();
writeFileSync('src/covers/vp8.generated.ts', vp8Source(made));
const card = drawLockCard(320, 192);
execFileSync(
  'ffmpeg',
  [
    '-v',
    'error',
    '-y',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-s',
    '320x192',
    '-i',
    '-',
    'test/fixtures/lock-card.png',
  ],
  { input: card.rgb },
);
console.error(`VP8 key ${made.key.byteLength} bytes, delta ${made.delta.byteLength} bytes.`);
