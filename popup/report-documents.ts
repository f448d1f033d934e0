import { type Circumstances, DIRECTIVES, FEATURES, HINDRANCES, MOMENTS, WAYS } from '../src/protocol/circumstances.ts';
import { ALL_NEWS } from '../src/protocol/hook.ts';
import { EXTENSION_NAMES } from '../src/sdp/extension-names.ts';
import { streamLines } from './report-streams.ts';
import { known, list, number, tally, yesNo } from './report-words.ts';

/** What one document of the tab says of itself. @param index counted from 0 */
export function documentLines(document: Circumstances, index: number): string[] {
  const { top, isolated, opaque, serviceWorker, stated, denied, ended } = document;
  const directives = list(stated.map((directive) => known(DIRECTIVES, directive)));
  const missing = list(denied.map((feature) => known(FEATURES, feature)));
  return [
    `document ${index + 1}, ${top ? 'the page' : 'a frame'}:`,
    `  first, in ms from the navigation: ${tally(MOMENTS, document.times)}`,
    `  helper: ${known(WAYS, document.way)}, workers that stood ${number(document.workers)}, attempts that failed: ${tally(HINDRANCES, document.hindrances)}`,
    `  handed over: senders ${number(document.senders)}, receivers ${number(document.receivers)}`,
    `  the hook said: ${tally(ALL_NEWS, document.news)}`,
    `  extensions in descriptions: ${tally(EXTENSION_NAMES, document.extensions)}`,
    `  policy, as far as seen: ${directives}; refused by it: ${tally(DIRECTIVES, document.refusals)}; features denied: ${missing}`,
    `  isolated: ${yesNo(isolated)}, opaque origin: ${yesNo(opaque)}, service worker: ${yesNo(serviceWorker)}`,
    `  streams that ended, the last ${number(ended.length)}:`,
    ...ended.flatMap(streamLines).map((line) => `    ${line}`),
  ];
}
