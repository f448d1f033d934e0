import { shadowRootOf } from './shadow-roots.ts';

/** Characters on each side of the caret that are looked at: more than any passphrase has, and than the mark of an invite. */
const CONTEXT = 600;

/** What stands on both sides of what is about to come into a field. */
export interface Surroundings {
  readonly before: string;
  readonly after: string;
}

const NOWHERE: Surroundings = { before: '', after: '' };

/** What stands around the caret of the field that has the focus, also in closed shadow trees. */
export function aroundCaret(): Surroundings {
  const field = focused();
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) return inField(field);
  return field instanceof HTMLElement && field.isContentEditable ? inEditable(field) : NOWHERE;
}

/** Whether a field has the focus that only the user fills, in place of an editor. */
export function isInField(): boolean {
  const field = focused();
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
}

function focused(): Element | null {
  for (let element = document.activeElement; ; ) {
    const inner = element && shadowRootOf(element)?.activeElement;
    if (!inner) return element;
    element = inner;
  }
}

function inField({ value, selectionStart, selectionEnd }: HTMLInputElement | HTMLTextAreaElement): Surroundings {
  // Fields for addresses and numbers tell no caret.
  return cut(value.slice(0, selectionStart ?? undefined), value.slice(selectionEnd ?? value.length));
}

/** Words of two nodes may stand in two lines, so that a space is between them. */
function inEditable(host: HTMLElement): Surroundings {
  const { start, end } = caretIn(host);
  const [before, after]: [string[], string[]] = [[], []];
  let side = before;
  const nodes = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const { data } = node as Text;
    if (start?.node === node) before.push(data.slice(0, start.offset));
    if (start?.node === node || end?.node === node) side = after;
    if (end?.node === node) after.splice(0, after.length, data.slice(end.offset));
    else if (start?.node !== node) side.push(data);
  }
  // In a line that has no text yet.
  if (!start) before.push('');
  return cut(before.join(' '), after.join(' '));
}

interface Place {
  readonly node: Node;
  readonly offset: number;
}

/** Without a selection in the host's own text the caret counts as at its end. */
function caretIn(host: HTMLElement): { readonly start?: Place; readonly end?: Place } {
  // Chromium alone has it: there the document's own selection ends at the host of a shadow tree.
  const root = host.getRootNode() as { getSelection?(): Selection | null };
  const selection = root.getSelection?.() ?? getSelection();
  if (!selection || selection.rangeCount === 0) return {};
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
  if (!host.contains(startContainer) || !(startContainer instanceof Text)) return {};
  return { start: { node: startContainer, offset: startOffset }, end: { node: endContainer, offset: endOffset } };
}

function cut(before: string, after: string): Surroundings {
  return { before: before.slice(-CONTEXT), after: after.slice(0, CONTEXT) };
}
