import { Check, CircleCheck, type LucideIcon, X } from 'lucide-react'
import { useId } from 'react'
import { Badge } from '@/components/ui/badge'
import { buttonVariants } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Price } from '@/components/ui/price'
import { cn } from '@/lib/cn'

export type PricingFeature = {
  label: string
  included: boolean
}

export type PricingTier = {
  id: string
  name: string
  icon: LucideIcon
  description: string
  /** Price of one month, in the currency's smallest unit. */
  monthlyCents: number
  features: readonly PricingFeature[]
  /** The label names the tier, so that the link makes sense on its own. */
  action: { label: string; href: string }
  /** A few words beside the name, such as an offer. */
  note?: string
}

export type PricingCardProps = {
  tier: PricingTier
  /** True for the tier that the visitor already has: it is marked and can't be chosen again. */
  current?: boolean
  className?: string
}

/** One tier. Inside a grid its four parts (name, price, features, action) take up four rows and line up with its neighbors'. */
export function PricingCard({ tier, current = false, className }: PricingCardProps) {
  const titleId = useId()
  return (
    <Card as="article" aria-labelledby={titleId} className={cn('row-span-4 grid grid-rows-subgrid gap-y-6', className)}>
      <div>
        <span className="mb-5 grid size-14 place-items-center rounded-full bg-brand-soft text-brand">
          <tier.icon aria-hidden="true" strokeWidth={1.5} className="size-7" />
        </span>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h3 id={titleId} className="font-display text-2xl">
            {tier.name}
          </h3>
          {tier.note !== undefined && <Badge tone="accent">{tier.note}</Badge>}
        </div>
        <p className="mt-2 text-sm text-pretty text-muted">{tier.description}</p>
      </div>
      <p className="flex items-baseline gap-1.5">
        <Price cents={tier.monthlyCents} className="text-4xl tracking-tight" />
        <span className="text-sm text-muted">per month</span>
      </p>
      <ul role="list" className="grid content-start gap-3 border-t border-line pt-6 text-sm">
        {tier.features.map((feature) => (
          <PricingFeatureItem key={feature.label} feature={feature} />
        ))}
      </ul>
      {current ? (
        <p className="flex min-h-11 items-center justify-center gap-2 text-sm font-semibold text-brand">
          <CircleCheck aria-hidden="true" className="size-5" />
          Your current plan
        </p>
      ) : (
        <a href={tier.action.href} className={buttonVariants({ variant: 'secondary', size: 'full' })}>
          {tier.action.label}
        </a>
      )}
    </Card>
  )
}

function PricingFeatureItem({ feature }: { feature: PricingFeature }) {
  const Icon = feature.included ? Check : X
  return (
    <li className={cn('flex items-start gap-3', !feature.included && 'text-muted')}>
      <Icon aria-hidden="true" className={cn('mt-0.5 size-4 shrink-0', feature.included && 'text-brand')} />
      <span className="text-pretty">
        <span className="sr-only">{feature.included ? 'Included: ' : 'Not included: '}</span>
        {feature.label}
      </span>
    </li>
  )
}
