import { decodeBase64 } from '../../src/base64.ts';
import type { KeySet } from '../../src/frame/key-ring.ts';
import type { SlotKeys } from '../../src/protocol/guard.ts';

/** Slot secrets as they come in a message, made ready for the key ring. */
export function decodeSlotKeys([current, ...former]: SlotKeys): [KeySet, ...KeySet[]] {
  const decode = ({ slots, ...set }: SlotKeys[number]): KeySet => ({
    ...set,
    slots: slots.map(({ slot, secret }) => ({ slot, secret: decodeBase64(secret) })),
  });
  return [decode(current), ...former.map(decode)];
}
