/**
 * The least sum of costs by which a text can be cut into parts.
 *
 * @param longest part that is tried, in UTF-16 units
 * @param cost of the part from start to end; infinite for what is no part
 */
export function cheapestParts(text: string, longest: number, cost: (start: number, end: number) => number): number {
  return cutCheaply(text, longest, cost).total;
}

/** The same, with the parts: where each begins and ends. Empty when the text cannot be cut at all. */
export function cutCheaply(
  text: string,
  longest: number,
  cost: (start: number, end: number) => number,
): { readonly total: number; readonly parts: readonly (readonly [start: number, end: number])[] } {
  const least = new Float64Array(text.length + 1).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(text.length + 1);
  least[0] = 0;
  for (let end = 1; end <= text.length; end++) {
    for (let start = Math.max(0, end - longest); start < end; start++) {
      const sum = (least[start] ?? 0) + cost(start, end);
      if (sum >= (least[end] ?? 0)) continue;
      least[end] = sum;
      from[end] = start;
    }
  }
  const total = least[text.length] ?? 0;
  const parts: [number, number][] = [];
  for (let end = Number.isFinite(total) ? text.length : 0; end > 0; end = from[end] ?? 0) {
    parts.unshift([from[end] ?? 0, end]);
  }
  return { total, parts };
}
