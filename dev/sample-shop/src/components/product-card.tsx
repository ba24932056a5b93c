import { Plus } from 'lucide-react'
import { useId } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Price } from '@/components/ui/price'
import type { Product } from '@/lib/products'

type ProductCardProps = {
  product: Product
  onAdd: (product: Product) => void
}

export function ProductCard({ product, onAdd }: ProductCardProps) {
  const titleId = useId()
  const Icon = product.icon
  return (
    <Card as="article" padding="none" aria-labelledby={titleId} className="flex h-full flex-col overflow-hidden">
      <div className="relative grid h-44 place-items-center bg-brand-soft text-brand">
        <Icon aria-hidden="true" strokeWidth={1.25} className="size-16" />
        {product.note !== undefined && (
          <Badge tone="accent" className="absolute top-4 left-4">
            {product.note}
          </Badge>
        )}
      </div>
      <div className="flex grow flex-col gap-1 p-5">
        <h3 id={titleId} className="font-display text-xl">
          {product.name}
        </h3>
        <p className="grow text-sm text-muted">{product.summary}</p>
        <div className="mt-4 flex items-center justify-between gap-3">
          <Price cents={product.cents} wasCents={product.wasCents} />
          <Button variant="secondary" size="icon" aria-label={`Add ${product.name} to the basket`} onClick={() => onAdd(product)}>
            <Plus aria-hidden="true" />
          </Button>
        </div>
      </div>
    </Card>
  )
}
