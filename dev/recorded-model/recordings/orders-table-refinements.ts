import { editsBetween } from '../edits-between.ts'
import type { RecordedFiles } from '../recorded-files.ts'
import { checkTypes, finish, readWholeFile, viewPage, writeFile, editFile, type RecordedSession } from '../recording.ts'

const ROW = 'src/components/order-row.tsx'
const STATUS = 'src/components/order-status.tsx'
const SECTION = 'src/components/orders-section.tsx'
const SEARCH = 'src/components/search-field.tsx'
const PREVIEW = '.ollio/preview.tsx'

const LOOKS_SUMMARY = `Rows are tighter, and each status has its own color and icon.

- On a desktop a row takes two thirds of the height that it had, so half as many orders again fit on a screen. On a phone it is a little lower.
- Packing, shipped, delivered and returned have an icon, a tone of the shop's \`Badge\` and their word; none of them rests on its color alone.

Sorting and the empty state are as they were.`

/** The mistake: something that the badge has, but doesn't export. */
function withVariants(right: string): string {
  return right
    .replace('import { Badge }', 'import { badgeVariants }')
    .replace('<Badge tone={look.tone} className={cn(', '<span className={cn(badgeVariants({ tone: look.tone }), ')
    .replace('</Badge>', '</span>')
}

export function ordersLooks({ text, edits }: RecordedFiles): RecordedSession {
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
        thought: 'I read the row and the status, and which colors there are.',
        actions: [readWholeFile(ROW), readWholeFile(STATUS), readWholeFile('src/index.css')],
      },
      {
        thought: 'Less padding in the rows. The status gets a small table of looks, and the variants of the badge for its tone.',
        actions: [...edits('looks', ROW), ...editsBetween(STATUS, text('generated', STATUS), wrong), checkTypes()],
        endsInMistake: true,
      },
      {
        thought: 'Button exports its variants, Badge does not. I read what it offers instead.',
        actions: [readWholeFile('src/components/ui/badge.tsx')],
      },
      {
        thought: 'Badge takes a tone and a class by itself, so I use it as it is and leave the primitive alone.',
        actions: [...editsBetween(STATUS, wrong, right), checkTypes()],
      },
      {
        thought: 'The types are right. I look whether the colors can be read, on a phone and on a desktop.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'The statuses are told apart at a glance, and nothing is found.',
        actions: [finish(LOOKS_SUMMARY)],
      },
    ],
  }
}

const SEARCH_SUMMARY = `Orders can be searched by number or customer.

- \`SearchField\` is new: a labelled input with a button that empties it. \`findOrders\` looks for all words of the query, whatever their case or accents.
- Where nothing matches, the section says so and offers all orders again. Whoever clears the search is back in the field, and the number of matches is announced while typing.
- The table stays sorted as it was. \`defaultQuery\` begins with a search.

A section without any orders has no search, and its empty state is as it was.`

/** The mistake: a button that has an icon and no name. */
const RIGHT_CLEAR = `<Button variant="quiet" size="icon" aria-label="Clear the search" onClick`
const WRONG_CLEAR = `<Button variant="quiet" size="icon" onClick`

export function ordersSearch({ text, write, edits }: RecordedFiles): RecordedSession {
  const section = edits('behaviour', SECTION)
  return {
    prompt: 'add a search by order number or customer',
    keywords: [['search', 'filter']],
    steps: [
      {
        thought: 'I read the section that holds the table, its empty state, and the data.',
        actions: [
          readWholeFile(SECTION),
          readWholeFile('src/components/orders-empty.tsx'),
          readWholeFile('src/lib/orders.ts'),
          readWholeFile(PREVIEW),
        ],
      },
      {
        thought:
          'What matches is a pure function. The field and the words for "nothing found" are components; the section keeps the query.',
        actions: [
          write('behaviour', 'src/lib/find-orders.ts'),
          writeFile(SEARCH, text('behaviour', SEARCH).replace(RIGHT_CLEAR, WRONG_CLEAR)),
          write('behaviour', 'src/components/orders-no-match.tsx'),
          ...section.slice(0, 5),
        ],
      },
      {
        thought: 'The rest of the section, and a search without a match in the preview. Then I look at it.',
        actions: [...section.slice(5), ...edits('behaviour', PREVIEW), checkTypes(), viewPage(375)],
      },
      {
        thought: 'The button that empties the field has only an icon, so it has no name. It gets one.',
        actions: [editFile(SEARCH, WRONG_CLEAR, RIGHT_CLEAR), viewPage(375), viewPage(1280)],
      },
      {
        thought: 'No finding is left, and the field has room on the phone too.',
        actions: [finish(SEARCH_SUMMARY)],
      },
    ],
  }
}
