/**
 * Isolated world, document_start, in every frame of a service while some tab is protected: has the page's negotiation wait
 * until its guard has its first orders.
 */
import { askToHold } from '../../src/protocol/hold.ts';

askToHold();
