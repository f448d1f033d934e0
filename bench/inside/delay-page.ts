import { measureDelay } from './delay.ts';

declare global {
  interface Window {
    measureDelay: typeof measureDelay;
  }
}

window.measureDelay = measureDelay;
