import { useId } from 'react'
import { OrdersEmpty, type OrdersEmptyProps } from '@/components/orders-empty'
import { OrdersTable } from '@/components/orders-table'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { cn } from '@/lib/cn'
import type { Order } from '@/lib/orders'

export type OrdersSectionProps = {
  title: string
  orders: readonly Order[]
  /** What is said while there are no orders. */
  empty: OrdersEmptyProps
  className?: string
}

/** A heading with the number of orders, and the orders as a table. */
export function OrdersSection({ title, orders, empty, className }: OrdersSectionProps) {
  const titleId = useId()
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
      </div>
      {orders.length === 0 ? <OrdersEmpty {...empty} /> : <OrdersTable orders={orders} labelledBy={titleId} />}
    </Card>
  )
}
