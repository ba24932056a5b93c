import { useId } from 'react'
import { PricingCard, type PricingTier } from '@/components/pricing-card'

export type PricingSectionProps = {
  title: string
  description?: string
  tiers: readonly PricingTier[]
  /** The `id` of the tier that the visitor already has. */
  currentTierId?: string
  className?: string
}

/** Tiers side by side where there is room for it, one below the other on a phone. */
export function PricingSection({ title, description, tiers, currentTierId, className }: PricingSectionProps) {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId} className={className}>
      <div className="mx-auto max-w-2xl text-center">
        <h2 id={titleId} className="font-display text-3xl text-balance sm:text-4xl">
          {title}
        </h2>
        {description !== undefined && <p className="mt-3 text-balance text-muted">{description}</p>}
      </div>
      <ul role="list" className="mx-auto mt-10 grid max-w-md gap-6 lg:max-w-none lg:grid-cols-3">
        {tiers.map((tier) => (
          <li key={tier.id} className="row-span-4 grid grid-rows-subgrid">
            <PricingCard tier={tier} current={tier.id === currentTierId} />
          </li>
        ))}
      </ul>
    </section>
  )
}
