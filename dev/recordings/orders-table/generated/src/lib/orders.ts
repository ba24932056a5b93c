export type OrderStatus = 'packing' | 'shipped' | 'delivered' | 'returned'

export type Order = {
  /** As the customer knows it, such as "T-2048"; unique. */
  number: string
  customer: string
  /** As in ISO 8601, such as "2026-03-14". */
  placedOn: string
  itemCount: number
  totalCents: number
  status: OrderStatus
}
