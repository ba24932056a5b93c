import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'
import { formatPrice } from '@/lib/format-price'

type PriceProps = Omit<ComponentProps<'span'>, 'children'> & {
  /** In the currency's smallest unit. */
  cents: number
  /** The price before a sale, in the same unit. */
  wasCents?: number
  currency?: string
}

export function Price({ cents, wasCents, currency, className, ...props }: PriceProps) {
  return (
    <span className={cn('font-semibold tabular-nums', className)} {...props}>
      {wasCents !== undefined && (
        <>
          <span className="sr-only">Was </span>
          <s className="mr-1.5 font-normal text-muted">{formatPrice(wasCents, currency)}</s>
          <span className="sr-only">, now </span>
        </>
      )}
      {formatPrice(cents, currency)}
    </span>
  )
}
