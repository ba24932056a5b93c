import { editsBetween } from '../edits-between.ts'
import type { RecordedFiles } from '../recorded-files.ts'
import { checkTypes, editFile, finish, readWholeFile, viewPage, type RecordedTurn } from '../recording.ts'

const CARD = 'src/components/pricing-card.tsx'
const SECTION = 'src/components/pricing-section.tsx'
const SWITCH = 'src/components/billing-switch.tsx'
const PREVIEW = '.ollio/preview.tsx'

const SWITCH_SUMMARY = `The middle tier now stands out, and visitors can switch between monthly and yearly billing.

- A tier with \`featured\` has the brand frame of the shop's \`Card\`, a "Most popular" badge and the only filled button.
- \`BillingSwitch\` is new: two radio buttons in a fieldset, with the shop's focus ring. Arrow keys and screen readers work as usual, and it does not animate for visitors who prefer reduced motion.
- Each tier now requires \`yearlyCents\`. A card shows the yearly price, or the saving of yearly billing, in the same place, so nothing moves when the period changes. A status line announces the change.
- \`PricingSection\` starts with monthly prices; \`defaultPeriod="year"\` changes that.

All other files are unchanged.`

/** The mistake: an edit whose text occurs several times in the file. */
export function pricingCardSwitch({ write, edits }: RecordedFiles): RecordedTurn {
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
        thought: 'I read the existing code first, and which emphasis the shop’s Card offers.',
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
          'Card has a brand tone for the one recommended item of a group. The switch becomes a component with radio buttons, and the card gets the period and a yearly price.',
        actions: [write('behaviour', SWITCH), ...card.slice(0, 7)],
      },
      {
        thought: 'I finish the card. The section then keeps the chosen period, shows the switch and passes the period to the cards.',
        actions: [...card.slice(7), ...section.slice(0, 2), editFile(SECTION, 'currentTierId', `currentTierId, defaultPeriod = 'month'`)],
        endsInMistake: true,
      },
      {
        thought: 'That name occurs several times in the file, so the edit failed. I use a whole line, which is unique.',
        actions: section.slice(2),
      },
      {
        thought: 'Now the preview gets yearly prices, and its second section starts with them.',
        actions: [...edits('behaviour', PREVIEW), checkTypes()],
      },
      {
        thought: 'The types are right. I view the narrowest and the widest page again.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'The middle tier stands out, the switch fits on the phone, and the other tiers are unchanged.',
        actions: [finish(SWITCH_SUMMARY)],
      },
    ],
  }
}

const ICONS_SUMMARY = `Each tier starts with its own plant: a seedling, a flower, a group of trees.

- \`PricingTier\` now requires an \`icon\` from lucide-react. The card shows it in a soft green circle above the name.
- The icons are hidden from assistive technology because the name next to them says the same.

Names, prices and links of the cards are still aligned, and nothing else has changed.`

/** The mistake: an icon that lucide doesn't have. */
export function pricingCardIcons({ text, edits }: RecordedFiles): RecordedTurn {
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
        thought: 'I read the card and the preview to find a place for the icon.',
        actions: [readWholeFile(CARD), readWholeFile(PREVIEW), readWholeFile('src/index.css')],
      },
      {
        thought:
          'The icon is part of the tier’s data. The card shows it in a soft circle above the name, and the preview uses three plants.',
        actions: [...edits('looks', CARD), ...editsBetween(PREVIEW, text('generated', PREVIEW), wrongPreview), checkTypes()],
        endsInMistake: true,
      },
      {
        thought: 'Lucide has no PottedPlant; I used the name from memory. I look up which plant icons the shop already uses.',
        actions: [readWholeFile('src/lib/products.ts')],
      },
      {
        thought: 'Sprout exists, and it fits the smallest tier.',
        actions: [...editsBetween(PREVIEW, wrongPreview, preview), checkTypes()],
      },
      {
        thought: 'Now I view the page to check that the cards are still aligned.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'Each tier has its icon, and the cards are still aligned.',
        actions: [finish(ICONS_SUMMARY)],
      },
    ],
  }
}
