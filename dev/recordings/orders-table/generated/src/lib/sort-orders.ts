import type { Order, OrderStatus } from '@/lib/orders'

export type SortDirection = 'ascending' | 'descending'
export type OrderSort = { column: keyof Order; direction: SortDirection }

/** The way of a parcel, which is not the order of the alphabet. */
const ranks: Record<OrderStatus, number> = { packing: 0, shipped: 1, delivered: 2, returned: 3 }

/** A sorted copy; orders that are equal in the column stay in the order that they had. */
export function sortOrders(orders: readonly Order[], { column, direction }: OrderSort): Order[] {
  const sign = direction === 'ascending' ? 1 : -1
  return orders.toSorted((one, other) => sign * compare(one, other, column))
}

function compare(one: Order, other: Order, column: keyof Order): number {
  if (column === 'status') return ranks[one.status] - ranks[other.status]
  if (column === 'itemCount' || column === 'totalCents') return one[column] - other[column]
  return one[column].localeCompare(other[column], 'en-US', { numeric: true })
}
