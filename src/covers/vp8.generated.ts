// Made by scripts/covers/main.ts from the lock card's picture. Do not edit.
import type { Bytes } from '../bytes.ts';
import { fromHex } from './hex.ts';

/** Key frame, 160 x 96. */
export const VP8_KEY: Bytes = fromHex(
  '500c009d012aa0006000393d00171c240c2c2c442c2440ec000ab51f79b6af9f1cf0096c16dea93602d325c254c7457bd620fdf7cd8cc251ef543738757bec55c4280740612e1046d4376e7be04c1f417511c30f750c164b9947eeaa6407c8a586693e604349f6058e132100feefbd4a8d1ec0728c5fb3c684ad475a3b82cb7540c08db15c829f33f38b569a9e57ff4feeb82608a5fb3f9f53e358afe4c0f10498fc19c9622e216254fe42de22a7411add27576fb2c336c1d3bb4423c109a273396513a130cda2dda4062642f4d3a7e2f69f8a35a5cdc4d3a07191f3b1361a11ae3925c517003de707c3e0a7b33c8f0963fa8254960ba3b1305c9ff2785db696db34f3f7a7a9a89ac76f483bc6cb9c2f5723b9ce16951fb3bed500',
);

/** Delta frame: the last picture again; refreshes nothing. */
export const VP8_DELTA: Bytes = fromHex('110400e42a1fb8df8faf104f4fae8f2fe1a8a000006580bfd00a6dd5725ef7ae8aa400ede300');
