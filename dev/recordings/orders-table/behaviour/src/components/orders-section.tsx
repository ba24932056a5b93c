import { useId, useRef, useState } from 'react'
import { OrdersEmpty, type OrdersEmptyProps } from '@/components/orders-empty'
import { OrdersNoMatch } from '@/components/orders-no-match'
import { OrdersTable } from '@/components/orders-table'
import { SearchField } from '@/components/search-field'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { cn } from '@/lib/cn'
import { findOrders } from '@/lib/find-orders'
import type { Order } from '@/lib/orders'

export type OrdersSectionProps = {
  title: string
  orders: readonly Order[]
  /** What is said while there are no orders. */
  empty: OrdersEmptyProps
  /** What is searched for at first; nothing by default. */
  defaultQuery?: string
  className?: string
}

/** A heading with the number of orders, and the orders as a table. */
export function OrdersSection({ title, orders, empty, defaultQuery = '', className }: OrdersSectionProps) {
  const titleId = useId()
  const searchField = useRef<HTMLInputElement>(null)
  const [query, setQuery] = useState(defaultQuery)
  const found = findOrders(orders, query)

  function clear() {
    setQuery('')
    searchField.current?.focus()
  }

  return (
    <Card as="section" padding="none" aria-labelledby={titleId} className={cn('overflow-hidden', className)}>
      <div className="flex flex-wrap items-center gap-3 px-5 py-5 md:px-8 md:py-6">
        <h2 id={titleId} className="font-display text-2xl">
          {title}
        </h2>
        <Badge>
          {orders.length}
          <span className="sr-only">{orders.length === 1 ? ' order' : ' orders'}</span>
        </Badge>
        {orders.length > 0 && (
          <SearchField
            ref={searchField}
            label="Order number or customer"
            value={query}
            onChange={setQuery}
            onClear={clear}
            className="w-full md:ml-auto md:w-72"
          />
        )}
        <p role="status" className="sr-only">
          {query.trim() !== '' && `${found.length} of ${orders.length} orders found.`}
        </p>
      </div>
      {orders.length === 0 && <OrdersEmpty {...empty} />}
      {orders.length > 0 && found.length === 0 && <OrdersNoMatch query={query} onClear={clear} />}
      {/* Only hidden where nothing is found, so that it is still sorted the same way afterwards. */}
      <div hidden={found.length === 0}>
        <OrdersTable orders={found} labelledBy={titleId} />
      </div>
    </Card>
  )
}
