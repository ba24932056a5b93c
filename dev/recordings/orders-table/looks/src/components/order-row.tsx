import { OrderStatus } from '@/components/order-status'
import { Price } from '@/components/ui/price'
import type { Order } from '@/lib/orders'

const days = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' })

export type OrderRowProps = {
  order: Order
}

/** A row of six cells; on a phone they stand in two columns. The roles keep it a row where its display is a grid. */
export function OrderRow({ order }: OrderRowProps) {
  return (
    <tr
      role="row"
      className="border-t border-line text-sm max-md:grid max-md:grid-cols-[1fr_auto] max-md:items-center max-md:gap-x-4 max-md:gap-y-1 max-md:px-5 max-md:py-3 md:hover:bg-surface"
    >
      <th scope="row" role="rowheader" className="text-left font-semibold tabular-nums md:py-2.5 md:pl-8">
        {order.number}
      </th>
      <td role="cell" className="max-md:col-start-1 max-md:row-start-2 md:px-2">
        {order.customer}
      </td>
      <td role="cell" className="whitespace-nowrap text-muted max-md:col-start-1 max-md:row-start-3 md:px-2">
        <time dateTime={order.placedOn}>{days.format(new Date(order.placedOn))}</time>
      </td>
      <td role="cell" className="text-right text-muted tabular-nums max-md:col-start-2 max-md:row-start-3 md:px-2">
        {order.itemCount}
        <span className="md:sr-only"> {order.itemCount === 1 ? 'item' : 'items'}</span>
      </td>
      <td role="cell" className="text-right max-md:col-start-2 max-md:row-start-2 md:px-2">
        <Price cents={order.totalCents} />
      </td>
      <td role="cell" className="max-md:col-start-2 max-md:row-start-1 max-md:justify-self-end md:pr-8 md:pl-4">
        <OrderStatus status={order.status} />
      </td>
    </tr>
  )
}
