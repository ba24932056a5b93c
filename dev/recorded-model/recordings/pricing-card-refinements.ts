import { editsBetween } from '../edits-between.ts'
import type { RecordedFiles } from '../recorded-files.ts'
import { checkTypes, editFile, finish, readWholeFile, viewPage, type RecordedSession } from '../recording.ts'

const CARD = 'src/components/pricing-card.tsx'
const SECTION = 'src/components/pricing-section.tsx'
const SWITCH = 'src/components/billing-switch.tsx'
const PREVIEW = '.ollio/preview.tsx'

const SWITCH_SUMMARY = `The middle tier stands out now, and visitors can switch between monthly and yearly billing.

- A tier with \`featured\` has the brand frame of the shop's \`Card\`, a "Most popular" badge and the only filled button of the group.
- \`BillingSwitch\` is new: two radio buttons in a fieldset, so arrow keys and screen readers work as everywhere, with the shop's focus ring and no motion where less is wanted.
- Each tier now needs \`yearlyCents\`. A card says what a year costs, or what paying yearly saves, in the same place, so nothing jumps when the period changes; the change is announced in a status line.
- \`PricingSection\` starts with monthly prices; \`defaultPeriod="year"\` changes that.

The rest of the files is as it was.`

/** The mistake: an edit that looks for a name which occurs several times. */
export function pricingCardSwitch({ write, edits }: RecordedFiles): RecordedSession {
  const card = edits('behaviour', CARD)
  const section = edits('behaviour', SECTION)
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
        actions: [write('behaviour', SWITCH), ...card.slice(0, 7)],
      },
      {
        thought: 'The rest of the card. Then the section: it keeps the chosen period, shows the switch and hands the period to the cards.',
        actions: [...card.slice(7), ...section.slice(0, 2), editFile(SECTION, 'currentTierId', `currentTierId, defaultPeriod = 'month'`)],
        endsInMistake: true,
      },
      {
        thought: 'That name occurs several times in the file, so the edit was refused. A whole line is unique.',
        actions: section.slice(2),
      },
      {
        thought: 'Now the preview gets yearly prices, and one section that begins with them.',
        actions: [...edits('behaviour', PREVIEW), checkTypes()],
      },
      {
        thought: 'The types are right. I look at both ends of the range again.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'The middle tier leads, the switch fits on the phone, and the other tiers are as they were.',
        actions: [finish(SWITCH_SUMMARY)],
      },
    ],
  }
}

const ICONS_SUMMARY = `Every tier begins with its plant: a seedling, a flower, a group of trees.

- \`PricingTier\` now needs an \`icon\` from lucide-react, which the card shows in a soft green circle above the name.
- The icons are hidden from assistive technology, since the name beside them says the same.

Names, prices and links of the cards are still on common lines, and nothing else has changed.`

/** The mistake: an icon that lucide doesn't have. */
export function pricingCardIcons({ text, edits }: RecordedFiles): RecordedSession {
  const preview = text('looks', PREVIEW)
  const wrongPreview = preview.replaceAll('Sprout', 'PottedPlant')
  return {
    prompt: 'give every tier a plant icon',
    keywords: [
      ['icon', 'symbol', 'illustration'],
      ['tier', 'card', 'plan'],
    ],
    steps: [
      {
        thought: 'I read the card and the preview, to see where an icon has a place.',
        actions: [readWholeFile(CARD), readWholeFile(PREVIEW), readWholeFile('src/index.css')],
      },
      {
        thought:
          'Which icon it is belongs to the tier. The card puts it into a soft circle above the name, and the preview chooses three plants.',
        actions: [...edits('looks', CARD), ...editsBetween(PREVIEW, text('generated', PREVIEW), wrongPreview), checkTypes()],
        endsInMistake: true,
      },
      {
        thought: 'Lucide has no PottedPlant; I took the name from memory. I look at which plants the shop already uses.',
        actions: [readWholeFile('src/lib/products.ts')],
      },
      {
        thought: 'Sprout is there, and it fits the smallest tier.',
        actions: [...editsBetween(PREVIEW, wrongPreview, preview), checkTypes()],
      },
      {
        thought: 'Now I look at it: the icons must not push the common lines of the cards apart.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'One icon a tier, and the lines still meet.',
        actions: [finish(ICONS_SUMMARY)],
      },
    ],
  }
}
