import { checkTypes, editFile, finish, readWholeFile, recordedFile, viewPage, writeFile, type RecordedSession } from '../recording.ts'

const CARD = 'src/components/pricing-card.tsx'
const SECTION = 'src/components/pricing-section.tsx'
const SWITCH = 'src/components/billing-switch.tsx'
const PREVIEW = '.ollio/preview.tsx'

const SUMMARY = `The middle tier stands out now, and visitors can switch between monthly and yearly billing.

- A tier with \`featured\` has the brand frame of the shop's \`Card\`, a "Most popular" badge and the only filled button of the group.
- \`BillingSwitch\` is new: two radio buttons in a fieldset, so arrow keys and screen readers work as everywhere, with the shop's focus ring and no motion where less is wanted.
- Each tier now needs \`yearlyCents\`. A card says what a year costs, or what paying yearly saves, in the same place, so nothing jumps when the period changes; the change is announced in a status line.
- \`PricingSection\` starts with monthly prices; \`defaultPeriod="year"\` changes that.

The rest of the files is as it was.`

export async function pricingCardRefinement(): Promise<RecordedSession> {
  return {
    prompt: 'highlight the middle tier and add a monthly/yearly switch',
    keywords: [
      ['highlight', 'emphas', 'feature', 'middle', 'stand', 'popular'],
      ['month', 'year', 'annual', 'billing'],
    ],
    steps: [
      {
        thought: 'I read what is there first, and which emphasis the shop’s Card has.',
        actions: [
          readWholeFile(CARD),
          readWholeFile(SECTION),
          readWholeFile(PREVIEW),
          readWholeFile('src/components/ui/card.tsx'),
          readWholeFile('src/lib/format-price.ts'),
        ],
      },
      {
        thought:
          'Card has a brand tone for exactly one recommendation in a group. The switch becomes a component of its own, made of radio buttons; the card gets the period and a yearly price.',
        actions: [writeFile(SWITCH, await recordedFile(`pricing-card/refined/${SWITCH}`)), ...cardEdits()],
      },
      {
        thought: 'Now the section: it keeps the chosen period, shows the switch and hands the period to the cards.',
        actions: [
          editFile(
            SECTION,
            `import { useId } from 'react'\n`,
            `import { useId, useState } from 'react'\nimport { type BillingPeriod, BillingSwitch } from '@/components/billing-switch'\n`,
          ),
          editFile(
            SECTION,
            `  currentTierId?: string\n`,
            `  currentTierId?: string\n  /** What the prices are shown for at first; a month by default. */\n  defaultPeriod?: BillingPeriod\n`,
          ),
          editFile(SECTION, 'currentTierId', `currentTierId, defaultPeriod = 'month'`),
        ],
        endsInMistake: true,
      },
      {
        thought:
          'That name occurs several times in the file, so the edit was refused. With its neighbors the place is unique. Then the preview gets yearly prices, and one section that begins with them.',
        actions: [...sectionEdits(), ...previewEdits(), checkTypes()],
      },
      {
        thought: 'The types are right. I look at both ends of the range again.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'The middle tier leads, the switch fits on the phone, and the other tiers are as they were.',
        actions: [finish(SUMMARY)],
      },
    ],
  }
}

function cardEdits() {
  return [
    editFile(
      CARD,
      `import { useId } from 'react'
`,
      `import { useId } from 'react'
import type { BillingPeriod } from '@/components/billing-switch'
`,
    ),
    editFile(
      CARD,
      `import { cn } from '@/lib/cn'
`,
      `import { cn } from '@/lib/cn'
import { formatPrice } from '@/lib/format-price'
`,
    ),
    editFile(
      CARD,
      `  monthlyCents: number
`,
      `  monthlyCents: number
  /** Price of a year that is paid at once. */
  yearlyCents: number
  /** The one tier that is recommended. */
  featured?: boolean
`,
    ),
    editFile(
      CARD,
      `  tier: PricingTier
  /** True`,
      `  tier: PricingTier
  period: BillingPeriod
  /** True`,
    ),
    editFile(
      CARD,
      `PricingCard({ tier, current = false, className }: PricingCardProps) {
  const titleId = useId()
  return (
    <Card as="article" aria-labelledby={titleId} className={cn('row-span-4 grid grid-rows-subgrid gap-y-6', className)}>`,
      `PricingCard({ tier, period, current = false, className }: PricingCardProps) {
  const titleId = useId()
  const yearly = period === 'year'
  return (
    <Card
      as="article"
      tone={tier.featured ? 'brand' : 'plain'}
      aria-labelledby={titleId}
      className={cn('row-span-4 grid grid-rows-subgrid gap-y-6', className)}
    >`,
    ),
    editFile(
      CARD,
      `          {tier.note !== undefined && <Badge tone="accent">{tier.note}</Badge>}
        </div>
        <p className="mt-2 text-sm text-pretty text-muted">{tier.description}</p>
      </div>
      <p className="flex items-baseline gap-1.5">
        <Price cents={tier.monthlyCents} className="text-4xl tracking-tight" />
        <span className="text-sm text-muted">per month</span>
      </p>
`,
      `          {tier.featured && <Badge tone="brand">Most popular</Badge>}
          {tier.note !== undefined && <Badge tone="accent">{tier.note}</Badge>}
        </div>
        <p className="mt-2 text-sm text-pretty text-muted">{tier.description}</p>
      </div>
      <div>
        <p className="flex flex-wrap items-baseline gap-x-1.5">
          <Price cents={yearly ? tier.yearlyCents : tier.monthlyCents} className="text-4xl tracking-tight" />
          <span className="text-sm text-muted">{yearly ? 'per year' : 'per month'}</span>
        </p>
        <p className="mt-2 text-sm text-muted">{yearly ? yearlySaving(tier) : \`or \${formatPrice(tier.yearlyCents)} a year\`}</p>
      </div>
`,
    ),
    editFile(
      CARD,
      `buttonVariants({ variant: 'secondary', size: 'full' })}>
          {tier.action.label}
        </a>
      )}
    </Card>
  )
}
`,
      `buttonVariants({ variant: tier.featured ? 'primary' : 'secondary', size: 'full' })}>
          {tier.action.label}
        </a>
      )}
    </Card>
  )
}

function yearlySaving(tier: PricingTier) {
  const savedCents = 12 * tier.monthlyCents - tier.yearlyCents
  return savedCents > 0 ? \`You save \${formatPrice(savedCents)} a year\` : 'Billed once a year'
}
`,
    ),
  ]
}

function sectionEdits() {
  return [
    editFile(
      SECTION,
      `currentTierId, className }: PricingSectionProps) {
  const titleId = useId()
`,
      `currentTierId, defaultPeriod = 'month', className }: PricingSectionProps) {
  const titleId = useId()
  const [period, setPeriod] = useState(defaultPeriod)
`,
    ),
    editFile(
      SECTION,
      `text-muted">{description}</p>}
      </div>
`,
      `text-muted">{description}</p>}
        <BillingSwitch value={period} onChange={setPeriod} className="mt-8" />
        <p role="status" className="sr-only">
          {period === 'year' ? 'Prices are for a year.' : 'Prices are for a month.'}
        </p>
      </div>
`,
    ),
    editFile(SECTION, `<PricingCard tier={tier} current`, `<PricingCard tier={tier} period={period} current`),
  ]
}

function previewEdits() {
  return [
    editFile(PREVIEW, `monthlyCents: 900,\n`, `monthlyCents: 900,\n    yearlyCents: 9000,\n`),
    editFile(PREVIEW, `monthlyCents: 1950,\n`, `monthlyCents: 1950,\n    yearlyCents: 19500,\n    featured: true,\n`),
    editFile(PREVIEW, `monthlyCents: 4900,\n`, `monthlyCents: 4900,\n    yearlyCents: 49000,\n`),
    editFile(PREVIEW, `currentTierId="balcony"\n`, `currentTierId="balcony"\n        defaultPeriod="year"\n`),
  ]
}
