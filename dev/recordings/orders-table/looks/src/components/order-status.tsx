import { CircleCheck, type LucideIcon, Package, Truck, Undo2 } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/lib/cn'
import type { OrderStatus as Status } from '@/lib/orders'

type Look = { label: string; icon: LucideIcon; tone: 'neutral' | 'brand' | 'accent'; className?: string }

const looks: Record<Status, Look> = {
  packing: { label: 'Packing', icon: Package, tone: 'neutral' },
  shipped: { label: 'Shipped', icon: Truck, tone: 'brand' },
  delivered: { label: 'Delivered', icon: CircleCheck, tone: 'neutral', className: 'bg-brand-soft text-brand' },
  returned: { label: 'Returned', icon: Undo2, tone: 'accent' },
}

export type OrderStatusProps = {
  status: Status
  className?: string
}

export function OrderStatus({ status, className }: OrderStatusProps) {
  const look = looks[status]
  const Icon = look.icon
  return (
    <Badge tone={look.tone} className={cn(look.className, className)}>
      <Icon aria-hidden="true" className="size-3.5" />
      {look.label}
    </Badge>
  )
}
