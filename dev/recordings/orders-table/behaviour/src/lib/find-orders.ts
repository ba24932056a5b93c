import type { Order } from '@/lib/orders'

/** The orders of which the number or the customer has all words of the query; letter case and accents don't matter. */
export function findOrders(orders: readonly Order[], query: string): readonly Order[] {
  const words = plain(query).split(/\s+/)
  return orders.filter(({ number, customer }) => {
    const text = plain(`${number} ${customer}`)
    return words.every((word) => text.includes(word))
  })
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()
}
