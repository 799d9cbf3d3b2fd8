/** The orders that one can choose; the first is what the API does where none is asked for. */
export const orders = ['newest', 'oldest', 'posted', 'score', 'pixels', 'posts', 'random'] as const
export type OrderName = (typeof orders)[number]

/** "random:42" is random; null is one that the menu does not have. */
export function orderName(order: string): OrderName | null {
  const name = order.split(':')[0]
  if (!name) return orders[0]
  return orders.find((known) => known === name) ?? null
}
