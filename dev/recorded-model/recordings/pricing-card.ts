import type { RecordedFiles } from '../recorded-files.ts'
import {
  checkTypes,
  editFile,
  finish,
  listFiles,
  readWholeFile,
  viewPage,
  writeFile,
  type RecordedTurn,
  type Recording,
} from '../recording.ts'
import { pricingCardIcons, pricingCardSwitch } from './pricing-card-refinements.ts'

const CARD = 'src/components/pricing-card.tsx'
const SECTION = 'src/components/pricing-section.tsx'
const PREVIEW = '.ollio/preview.tsx'

/** The mistake: uses `Price` from memory, with a prop that it doesn't have. */
const RIGHT_PRICE = '<Price cents={tier.monthlyCents}'
const WRONG_PRICE = '<Price amount={tier.monthlyCents}'

const SUMMARY = `Added a pricing card and a section that shows three of them side by side.

- \`PricingCard\` shows one tier: name, description, monthly price, what is and isn't included, and a link to choose it. The visitor's current tier is marked instead.
- \`PricingSection\` has the heading and the grid: one column below 1024 px, three from there on, with the parts of all cards aligned.
- It uses the shop's \`Card\`, \`Badge\`, \`Price\`, \`buttonVariants\` and \`cn\`, and only its color tokens, so it works in light and dark mode.
- For assistive technology, headings label the section and each card, the tiers and their features are lists, and "Included" or "Not included" is also a text, not only an icon.

No page uses it yet: render \`<PricingSection title tiers />\` with your own tiers.`

export function pricingCard(files: RecordedFiles): Recording {
  return { name: 'pricing card', generate: generateTurn(files), refinements: [pricingCardSwitch(files), pricingCardIcons(files)] }
}

function generateTurn({ text, write }: RecordedFiles): RecordedTurn {
  return {
    prompt: 'a responsive pricing card with three tiers',
    keywords: [['pricing'], ['card', 'tier', 'plans']],
    steps: [
      {
        thought: 'First I look at how this shop is built: its files, conventions and design tokens.',
        actions: [listFiles('src', 3), readWholeFile('AGENTS.md'), readWholeFile('src/index.css')],
      },
      {
        thought:
          'The shop has primitives for this: a tier is a Card with a Badge, a price and a link styled as a Button. I read how they are used.',
        actions: [
          readWholeFile('src/components/ui/card.tsx'),
          readWholeFile('src/components/ui/button.tsx'),
          readWholeFile('src/components/ui/badge.tsx'),
          readWholeFile('src/lib/cn.ts'),
        ],
      },
      {
        thought:
          'I write two components: a card for one tier, and a section with the heading and the grid. Subgrid aligns the names, prices, features and links of all tiers.',
        actions: [
          writeFile(CARD, text('generated', CARD).replace(RIGHT_PRICE, WRONG_PRICE)),
          write('generated', SECTION),
          write('generated', PREVIEW),
          checkTypes(),
        ],
        endsInMistake: true,
      },
      {
        thought: 'Price has no prop "amount". I used it without reading it first, so I read it now.',
        actions: [readWholeFile('src/components/ui/price.tsx')],
      },
      {
        thought: 'The prop is "cents", the same unit as monthlyCents. I change that word.',
        actions: [editFile(CARD, WRONG_PRICE, RIGHT_PRICE), checkTypes()],
      },
      {
        thought: 'The types are right. Now I view it on a phone and on a desktop.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'One column on the phone, three aligned cards on the desktop. I am done.',
        actions: [finish(SUMMARY)],
      },
    ],
  }
}
