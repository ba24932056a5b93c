import { useState } from 'react'
import { OrderRow } from '@/components/order-row'
import { SortHeader } from '@/components/sort-header'
import type { Order } from '@/lib/orders'
import { type OrderSort, sortOrders } from '@/lib/sort-orders'

const columns: readonly { key: keyof Order; label: string; className?: string }[] = [
  { key: 'number', label: 'Order', className: 'md:pl-6' },
  { key: 'customer', label: 'Customer' },
  { key: 'placedOn', label: 'Placed' },
  { key: 'itemCount', label: 'Items', className: 'md:text-right' },
  { key: 'totalCents', label: 'Total', className: 'md:text-right' },
  { key: 'status', label: 'Status', className: 'md:pr-6 md:pl-2' },
]

export type OrdersTableProps = {
  orders: readonly Order[]
  /** The id of the heading that names the table. */
  labelledBy: string
}

/** Orders, the newest first until somebody sorts by another column. */
export function OrdersTable({ orders, labelledBy }: OrdersTableProps) {
  const [sort, setSort] = useState<OrderSort>({ column: 'placedOn', direction: 'descending' })

  function sortBy(column: keyof Order) {
    const isSame = sort.column === column
    setSort({ column, direction: isSame && sort.direction === 'ascending' ? 'descending' : 'ascending' })
  }

  return (
    <>
      <table role="table" aria-labelledby={labelledBy} className="w-full max-md:block">
        <thead role="rowgroup" className="max-md:block">
          <tr role="row" className="border-t border-line bg-surface max-md:flex max-md:flex-wrap max-md:px-3 max-md:py-1">
            {columns.map(({ key, label, className }) => (
              <SortHeader
                key={key}
                label={label}
                direction={sort.column === key ? sort.direction : 'none'}
                onSort={() => sortBy(key)}
                className={className}
              />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="max-md:block">
          {sortOrders(orders, sort).map((order) => (
            <OrderRow key={order.number} order={order} />
          ))}
        </tbody>
      </table>
      <p role="status" className="sr-only">
        Sorted by {columns.find(({ key }) => key === sort.column)?.label.toLowerCase()}, {sort.direction}.
      </p>
    </>
  )
}
