/**
 * MAIN world, document_start. Knows no key, no worker and no port: it hands transceivers to the guard in the isolated
 * world and keeps negotiation waiting until they can be sealed. Everything here can be read and fought by the page;
 * what a page that fights it can do is listed in SECURITY.md.
 */
import { endCamerasForCards, watchCameras } from './cameras.ts';
import { replaceCameras } from './cards.ts';
import { connect, takeCards, tell } from './channel.ts';
import { handOverExisting } from './connections.ts';
import { followGuard } from './gate.ts';
import { followLeakGuard, installLeakGuard } from './leaks/main.ts';
import { watchPlayers } from './players.ts';
import { installHooks } from './prototypes.ts';
import { coverInitialDocuments } from './realms.ts';
import { tellOfScreens, watchScreens } from './screens.ts';

const { held, flagged } = installHooks();
installLeakGuard();
watchPlayers();
watchScreens();
watchCameras();
replaceCameras();
coverInitialDocuments();
connect(() => {
  followGuard(handOverExisting);
  followLeakGuard();
  tellOfScreens();
  takeCards();
  endCamerasForCards();
  if (!held) tell('unheld');
  else if (!flagged) tell('unflagged');
});
