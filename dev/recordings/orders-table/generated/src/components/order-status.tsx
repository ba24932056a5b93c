import { Badge } from '@/components/ui/badge'
import type { OrderStatus as Status } from '@/lib/orders'

const labels: Record<Status, string> = {
  packing: 'Packing',
  shipped: 'Shipped',
  delivered: 'Delivered',
  returned: 'Returned',
}

export type OrderStatusProps = {
  status: Status
  className?: string
}

export function OrderStatus({ status, className }: OrderStatusProps) {
  return <Badge className={className}>{labels[status]}</Badge>
}
