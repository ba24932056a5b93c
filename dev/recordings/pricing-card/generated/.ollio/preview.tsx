import type { PricingTier } from '@/components/pricing-card'
import { PricingSection } from '@/components/pricing-section'

const tiers: readonly PricingTier[] = [
  {
    id: 'windowsill',
    name: 'Windowsill',
    description: 'For a few pots and whoever keeps forgetting them.',
    monthlyCents: 900,
    features: [
      { label: 'Care calendar for up to 10 plants', included: true },
      { label: 'Plant food each season', included: true },
      { label: 'Answers from a gardener within a day', included: false },
      { label: 'Repotting at your home', included: false },
    ],
    action: { label: 'Choose Windowsill', href: '#windowsill' },
  },
  {
    id: 'balcony',
    name: 'Balcony',
    description: 'For window boxes, herbs and a railing full of flowers.',
    monthlyCents: 1950,
    features: [
      { label: 'Care calendar for up to 40 plants', included: true },
      { label: 'Plant food and fresh soil each season', included: true },
      { label: 'Answers from a gardener within a day', included: true },
      { label: 'Repotting at your home', included: false },
    ],
    action: { label: 'Choose Balcony', href: '#balcony' },
  },
  {
    id: 'rooftop',
    name: 'Rooftop',
    description: 'For raised beds, small trees and weeks away in summer.',
    monthlyCents: 4900,
    features: [
      { label: 'Care calendar for any number of plants', included: true },
      { label: 'Plant food and fresh soil each month', included: true },
      { label: 'Answers from a gardener within an hour', included: true },
      { label: 'Repotting at your home, twice a year', included: true },
    ],
    action: { label: 'Choose Rooftop', href: '#rooftop' },
    note: 'First visit free',
  },
]

/** The tiers as a visitor sees them, and as somebody does who already has one. */
export default function Preview() {
  return (
    <main className="mx-auto grid max-w-6xl gap-20 px-4 py-12 sm:gap-28 sm:px-6 sm:py-20">
      <h1 className="sr-only">Terrace Care</h1>
      <PricingSection
        title="Plant care that fits your space"
        description="Reminders, food and a gardener to ask. Change plans whenever your space changes."
        tiers={tiers}
      />
      <PricingSection
        title="Your plan"
        description="You are on Balcony. A change starts with your next bill."
        tiers={tiers.map((tier) => ({ ...tier, action: { ...tier.action, label: `Switch to ${tier.name}` } }))}
        currentTierId="balcony"
      />
    </main>
  )
}
