import { editsBetween } from '../edits-between.ts'
import type { RecordedFiles } from '../recorded-files.ts'
import { checkTypes, finish, readWholeFile, viewPage, writeFile, editFile, type RecordedTurn } from '../recording.ts'

const ROW = 'src/components/order-row.tsx'
const STATUS = 'src/components/order-status.tsx'
const SECTION = 'src/components/orders-section.tsx'
const SEARCH = 'src/components/search-field.tsx'
const PREVIEW = '.ollio/preview.tsx'

const LOOKS_SUMMARY = `The rows are more compact, and each status has its own color and icon.

- On a desktop, rows are two thirds of their previous height, so a screen shows 50% more orders. On a phone they are slightly lower.
- Packing, shipped, delivered and returned each have an icon, a tone of the shop's \`Badge\` and a word. No status relies on color alone.

Sorting and the empty state are unchanged.`

/** The mistake: imports something that the badge has but doesn't export. */
function withVariants(right: string): string {
  return right
    .replace('import { Badge }', 'import { badgeVariants }')
    .replace('<Badge tone={look.tone} className={cn(', '<span className={cn(badgeVariants({ tone: look.tone }), ')
    .replace('</Badge>', '</span>')
}

export function ordersLooks({ text, edits }: RecordedFiles): RecordedTurn {
  const right = text('looks', STATUS)
  const wrong = withVariants(right)
  return {
    prompt: 'make the rows tighter and give each status its own color and icon',
    keywords: [
      ['row', 'tight', 'dense', 'compact', 'status'],
      ['color', 'colour', 'icon', 'tight', 'dense', 'compact'],
    ],
    steps: [
      {
        thought: 'I read the row, the status and the available colors.',
        actions: [readWholeFile(ROW), readWholeFile(STATUS), readWholeFile('src/index.css')],
      },
      {
        thought: 'The rows get less padding. The status gets a small table with its icons and tones, based on the variants of the badge.',
        actions: [...edits('looks', ROW), ...editsBetween(STATUS, text('generated', STATUS), wrong), checkTypes()],
        endsInMistake: true,
      },
      {
        thought: 'Button exports its variants, but Badge does not. I read what Badge offers instead.',
        actions: [readWholeFile('src/components/ui/badge.tsx')],
      },
      {
        thought: 'Badge takes a tone and a class name, so I use it directly and don’t change the primitive.',
        actions: [...editsBetween(STATUS, wrong, right), checkTypes()],
      },
      {
        thought: 'The types are right. I check that the colors are readable on a phone and on a desktop.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'The statuses are easy to tell apart, and there are no findings.',
        actions: [finish(LOOKS_SUMMARY)],
      },
    ],
  }
}

const SEARCH_SUMMARY = `Orders can be searched by number or customer.

- \`SearchField\` is new: a labeled input with a button that clears it. \`findOrders\` matches all words of the query and ignores case and accents.
- If nothing matches, the section says so and offers to show all orders. Clearing the search moves the focus back to the field, and the number of matches is announced while typing.
- The table stays sorted. \`defaultQuery\` starts with a search.

A section without any orders has no search, and its empty state is unchanged.`

/** The mistake: a button with an icon and no accessible name. */
const RIGHT_CLEAR = `<Button variant="quiet" size="icon" aria-label="Clear the search" onClick`
const WRONG_CLEAR = `<Button variant="quiet" size="icon" onClick`

export function ordersSearch({ text, write, edits }: RecordedFiles): RecordedTurn {
  const section = edits('behaviour', SECTION)
  return {
    prompt: 'add a search by order number or customer',
    keywords: [['search', 'filter']],
    steps: [
      {
        thought: 'I read the section with the table, its empty state, and the data.',
        actions: [
          readWholeFile(SECTION),
          readWholeFile('src/components/orders-empty.tsx'),
          readWholeFile('src/lib/orders.ts'),
          readWholeFile(PREVIEW),
        ],
      },
      {
        thought:
          'The search itself is a pure function. The field and the “nothing found” message are components, and the section holds the query.',
        actions: [
          write('behaviour', 'src/lib/find-orders.ts'),
          writeFile(SEARCH, text('behaviour', SEARCH).replace(RIGHT_CLEAR, WRONG_CLEAR)),
          write('behaviour', 'src/components/orders-no-match.tsx'),
          ...section.slice(0, 5),
        ],
      },
      {
        thought: 'I finish the section and add a search without matches to the preview. Then I view the page.',
        actions: [...section.slice(5), ...edits('behaviour', PREVIEW), checkTypes(), viewPage(375)],
      },
      {
        thought: 'The clear button only has an icon, so it has no accessible name. I add one.',
        actions: [editFile(SEARCH, WRONG_CLEAR, RIGHT_CLEAR), viewPage(375), viewPage(1280)],
      },
      {
        thought: 'There are no findings left, and the field fits on the phone too.',
        actions: [finish(SEARCH_SUMMARY)],
      },
    ],
  }
}
