/**
 * What the states of several documents or parts come to.
 *
 * @param order all states, from the most to the least urgent
 * @returns the first of them that any is in; the last one where there is none
 */
export function mostUrgent<State>(order: readonly [...State[], State], states: Iterable<State>): State {
  const present = new Set(states);
  return order.find((state) => present.has(state)) ?? (order.at(-1) as State);
}
