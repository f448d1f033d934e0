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

/**
 * From the caret on, in both directions, until there is enough: an editor may hold a long document. Words of two nodes may
 * stand in two lines, so that a space is between them.
 */
function inEditable(host: HTMLElement): Surroundings {
  const nodes = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
  const caret = caretIn(host);
  if (!caret) {
    const last = nodes.lastChild() as Text | null;
    // In a line that has no text yet.
    return cut(textBefore(nodes, last ? `${last.data} ` : ''), '');
  }
  const { start, end } = caret;
  nodes.currentNode = start.node;
  const before = textBefore(nodes, start.node.data.slice(0, start.offset));
  nodes.currentNode = end.node;
  return cut(before, textAfter(nodes, end.node.data.slice(end.offset)));
}

/** @param text what was read already, from the node on at which `nodes` stands */
function textBefore(nodes: TreeWalker, text: string): string {
  let all = text;
  while (all.length < CONTEXT && nodes.previousNode()) all = `${(nodes.currentNode as Text).data} ${all}`;
  return all;
}

/** @param text the same up to that node */
function textAfter(nodes: TreeWalker, text: string): string {
  let all = text;
  while (all.length < CONTEXT && nodes.nextNode()) all = `${all} ${(nodes.currentNode as Text).data}`;
  return all;
}

interface Place {
  readonly node: Text;
  readonly offset: number;
}

/**
 * Both ends of the selection. The second counts as at the end of the first one's text, unless it is in text of the host, too.
 *
 * @returns undefined where the first is in no text of the host: the caret counts as at its end
 */
function caretIn(host: HTMLElement): { readonly start: Place; readonly end: Place } | undefined {
  // Chromium alone has it: there the document's own selection ends at the host of a shadow tree.
  const root = host.getRootNode() as { getSelection?(): Selection | null };
  const selection = root.getSelection?.() ?? getSelection();
  if (!selection || selection.rangeCount === 0) return undefined;
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
  const isText = (node: Node): node is Text => node instanceof Text && host.contains(node);
  if (!isText(startContainer)) return undefined;
  const start = { node: startContainer, offset: startOffset };
  const end = isText(endContainer)
    ? { node: endContainer, offset: endOffset }
    : { node: startContainer, offset: startContainer.length };
  return { start, end };
}

function cut(before: string, after: string): Surroundings {
  return { before: before.slice(-CONTEXT), after: after.slice(0, CONTEXT) };
}
