import type { SetAside } from '../../src/call/set-aside.ts';
import type { BrokenReason } from '../../src/call/state.ts';
import { onHook, onSetAside } from './channel.ts';
import type { OwnModeWatch } from './own-mode-watch.ts';
import { isFirefox } from './realm.ts';

interface Followers {
  /** The document makes a connection. */
  connection(): void;
  /** Whether it captures a screen now, or asks for one. */
  screen(captured: boolean): void;
  /** The page asks for a camera and is to get a card. */
  card(): void;
  broken(reason: BrokenReason): void;
  /** Broken until the document is loaded anew. */
  cannot(reason: BrokenReason): void;
}

/** What the hook says, and what it comes to. @returns all that it has set aside, as it grows */
export function followHook(followers: Followers, ownMode: OwnModeWatch): ReadonlySet<SetAside> {
  const setAside = new Set<SetAside>();
  onHook({
    connection: () => followers.connection(),
    screen: () => followers.screen(true),
    'screen-ended': () => followers.screen(false),
    'card-wanted': () => followers.card(),
    late: () => {
      if (!isFirefox) followers.broken('reload-needed');
    },
    unheld: () => followers.cannot('other-extension'),
    // Firefox has no such switch: there the hook holds negotiation, by whatever constructor it was begun.
    unflagged: () => isFirefox || followers.cannot('other-extension'),
    'flag-dropped': () => isFirefox || followers.cannot('unsupported-browser'),
    unsteered: () => followers.broken('reload-needed'),
    'sealable-mode': () => ownMode.offered(),
    'own-picture': () => {
      setAside.add('media-channel');
      ownMode.pictureRefused();
    },
  });
  onSetAside((what) => {
    setAside.add(what);
    if (what === 'media-channel' || what === 'own-sound') ownMode.refused();
  });
  return setAside;
}
