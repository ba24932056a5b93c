import { OrdersSection } from '@/components/orders-section'
import type { Order } from '@/lib/orders'

const orders: readonly Order[] = [
  { number: 'T-2048', customer: 'Rosa Lindqvist', placedOn: '2026-03-28', itemCount: 3, totalCents: 51_50, status: 'packing' },
  { number: 'T-2047', customer: 'Amir Haddad', placedOn: '2026-03-28', itemCount: 1, totalCents: 22_00, status: 'packing' },
  { number: 'T-2045', customer: 'June Okafor', placedOn: '2026-03-27', itemCount: 6, totalCents: 128_40, status: 'shipped' },
  { number: 'T-2041', customer: 'Mateo Vidal', placedOn: '2026-03-26', itemCount: 2, totalCents: 27_00, status: 'shipped' },
  { number: 'T-2036', customer: 'Hannah Brandt', placedOn: '2026-03-24', itemCount: 4, totalCents: 73_90, status: 'delivered' },
  { number: 'T-2032', customer: 'Li Wen', placedOn: '2026-03-23', itemCount: 1, totalCents: 14_50, status: 'returned' },
  {
    number: 'T-2029',
    customer: 'Oliver Papadopoulos-Schmidt',
    placedOn: '2026-03-21',
    itemCount: 12,
    totalCents: 1_204_00,
    status: 'delivered',
  },
]

const empty = {
  title: 'No orders yet',
  text: 'The first one shows up here as soon as somebody checks out. Until then the shop window is a good place to be.',
  action: { label: 'Look at the shop', href: '#shop' },
}

/** A week of orders, and a shop that has none yet. */
export default function Preview() {
  return (
    <main className="mx-auto grid max-w-6xl gap-12 px-4 py-12 sm:px-6 sm:py-20">
      <h1 className="sr-only">Terrace orders</h1>
      <OrdersSection title="Orders this week" orders={orders} empty={empty} />
      <OrdersSection title="Orders today" orders={[]} empty={empty} />
    </main>
  )
}
