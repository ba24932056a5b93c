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
import { ordersLooks, ordersSearch } from './orders-table-refinements.ts'

const HEADER = 'src/components/sort-header.tsx'

/** The mistake: how a column is sorted is said by its button, where no screen reader looks for it. */
const RIGHT_SORT = `<th scope="col" role="columnheader" aria-sort={direction} className={cn('p-0 text-left', className)}>
      <Button variant="quiet" onClick`
const WRONG_SORT = `<th scope="col" role="columnheader" className={cn('p-0 text-left', className)}>
      <Button variant="quiet" aria-sort={direction} onClick`

const SUMMARY = `Added a table of orders that can be sorted by each of its columns, with an empty state.

- \`OrdersSection\` is what a page uses: \`<OrdersSection title orders empty />\`. It shows the table, or what you say in \`empty\` while there are no orders.
- Columns are sorted by buttons in their headers, with \`aria-sort\` and a status line that says what happened. A status sorts by the way of a parcel, not by the alphabet; equal orders stay in the order that they had.
- Below 768 px each order is a small block of two columns, and the headers become a row of buttons above. The roles in the markup keep it a table for screen readers.
- It is built of the shop's \`Card\`, \`Button\`, \`Badge\` and \`Price\`.

No page uses it yet.`

export function ordersTable(files: RecordedFiles): Recording {
  return { name: 'table of orders', generate: generateSession(files), refinements: [ordersLooks(files), ordersSearch(files)] }
}

function generateSession({ text, write }: RecordedFiles): RecordedSession {
  return {
    prompt: 'a sortable table of orders with an empty state',
    keywords: [['table'], ['order', 'sort', 'empty', 'data']],
    steps: [
      {
        thought: 'First I want to know how this shop is built: its files, its habits and its tokens.',
        actions: [listFiles('src', 3), readWholeFile('AGENTS.md'), readWholeFile('src/index.css')],
      },
      {
        thought: 'A table is new here, but its parts are not: a card around it, badges, prices, quiet buttons for the headers.',
        actions: [
          readWholeFile('src/components/ui/card.tsx'),
          readWholeFile('src/components/ui/button.tsx'),
          readWholeFile('src/components/ui/badge.tsx'),
          readWholeFile('src/components/ui/price.tsx'),
        ],
      },
      {
        thought:
          'First the data and how it is sorted, then the small parts: a header that sorts, a status, a row, and what stands there without rows.',
        actions: [
          write('generated', 'src/lib/orders.ts'),
          write('generated', 'src/lib/sort-orders.ts'),
          writeFile(HEADER, text('generated', HEADER).replace(RIGHT_SORT, WRONG_SORT)),
          write('generated', 'src/components/order-status.tsx'),
          write('generated', 'src/components/order-row.tsx'),
          write('generated', 'src/components/orders-empty.tsx'),
        ],
      },
      {
        thought: 'Now the table and the section around it. Then I check the types and look at a phone, where six columns have no room.',
        actions: [
          write('generated', 'src/components/orders-table.tsx'),
          write('generated', 'src/components/orders-section.tsx'),
          write('generated', '.ollio/preview.tsx'),
          checkTypes(),
          viewPage(375),
        ],
      },
      {
        thought: 'aria-sort is not allowed on a button: it belongs to the header cell, which is what screen readers ask.',
        actions: [editFile(HEADER, WRONG_SORT, RIGHT_SORT), checkTypes(), viewPage(375), viewPage(1280)],
      },
      {
        thought: 'No finding is left: blocks on the phone, a table on the desktop. This is done.',
        actions: [finish(SUMMARY)],
      },
    ],
  }
}
