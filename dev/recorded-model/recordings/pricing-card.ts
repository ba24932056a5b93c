import type { RecordedFiles } from '../recorded-files.ts'
import {
  checkTypes,
  editFile,
  finish,
  listFiles,
  readWholeFile,
  viewPage,
  writeFile,
  type RecordedSession,
  type Recording,
} from '../recording.ts'
import { pricingCardIcons, pricingCardSwitch } from './pricing-card-refinements.ts'

const CARD = 'src/components/pricing-card.tsx'
const SECTION = 'src/components/pricing-section.tsx'
const PREVIEW = '.ollio/preview.tsx'

/** The mistake: `Price` is used from memory, with a prop that it does not have. */
const RIGHT_PRICE = '<Price cents={tier.monthlyCents}'
const WRONG_PRICE = '<Price amount={tier.monthlyCents}'

const SUMMARY = `Added a pricing card and a section that lays three of them side by side.

- \`PricingCard\` shows one tier: name, description, monthly price, what is and isn't included, and a link to choose it. A tier that the visitor already has is marked instead.
- \`PricingSection\` has the heading and the grid: one column up to 1024 px, three beyond, with the parts of all cards on common lines.
- It is built of the shop's \`Card\`, \`Badge\`, \`Price\`, \`buttonVariants\` and \`cn\`, and of its color tokens only, so it follows light and dark.
- For assistive technology, the section and each card are labelled by their headings, the tiers and their features are lists, and "Included" or "Not included" is said in words, not by the icon alone.

No page uses it yet: render \`<PricingSection title tiers />\` with tiers of your own.`

export function pricingCard(files: RecordedFiles): Recording {
  return { name: 'pricing card', generate: generateSession(files), refinements: [pricingCardSwitch(files), pricingCardIcons(files)] }
}

function generateSession({ text, write }: RecordedFiles): RecordedSession {
  return {
    prompt: 'a responsive pricing card with three tiers',
    keywords: [['pricing'], ['card', 'tier', 'plans']],
    steps: [
      {
        thought: 'Before I write anything I want to know how this shop is built: its files, its habits and its tokens.',
        actions: [listFiles('src', 3), readWholeFile('AGENTS.md'), readWholeFile('src/index.css')],
      },
      {
        thought:
          'There are primitives for this. A tier is a Card with a Badge, a price and a link that looks like a Button; I read how they are used.',
        actions: [
          readWholeFile('src/components/ui/card.tsx'),
          readWholeFile('src/components/ui/button.tsx'),
          readWholeFile('src/components/ui/badge.tsx'),
          readWholeFile('src/lib/cn.ts'),
        ],
      },
      {
        thought:
          'I make two components: a card for one tier, and a section with the heading and the grid. Subgrid keeps names, prices, features and links of all tiers on common lines.',
        actions: [
          writeFile(CARD, text('generated', CARD).replace(RIGHT_PRICE, WRONG_PRICE)),
          write('generated', SECTION),
          write('generated', PREVIEW),
          checkTypes(),
        ],
        endsInMistake: true,
      },
      {
        thought: 'Price has no prop "amount". I used it without having read it, so I do that now.',
        actions: [readWholeFile('src/components/ui/price.tsx')],
      },
      {
        thought: 'The prop is "cents", the same unit as monthlyCents. One word to change.',
        actions: [editFile(CARD, WRONG_PRICE, RIGHT_PRICE), checkTypes()],
      },
      {
        thought: 'The types are right. Now I look at it on a phone and on a desktop.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'One column on the phone, three on common lines on the desktop. This is done.',
        actions: [finish(SUMMARY)],
      },
    ],
  }
}
