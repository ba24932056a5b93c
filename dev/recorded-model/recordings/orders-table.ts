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
import { ordersLooks, ordersSearch } from './orders-table-refinements.ts'

const HEADER = 'src/components/sort-header.tsx'

/** The mistake: aria-sort on the header's button, where screen readers don't look for it. */
const RIGHT_SORT = `<th scope="col" role="columnheader" aria-sort={direction} className={cn('p-0 text-left', className)}>
      <Button variant="quiet" onClick`
const WRONG_SORT = `<th scope="col" role="columnheader" className={cn('p-0 text-left', className)}>
      <Button variant="quiet" aria-sort={direction} onClick`

const SUMMARY = `Added a table of orders that can be sorted by every column, with an empty state.

- Use \`OrdersSection\` in a page: \`<OrdersSection title orders empty />\`. It shows the table, or the content of \`empty\` if there are no orders.
- The column headers are buttons with \`aria-sort\`, and a status line announces the order. Statuses sort by the steps of a delivery instead of by the alphabet. Orders with equal values keep their order.
- Below 768 px, each order becomes a small block of two columns, and the headers become a row of buttons above. ARIA roles keep it a table for screen readers.
- It uses the shop's \`Card\`, \`Button\`, \`Badge\` and \`Price\`.

No page uses it yet.`

export function ordersTable(files: RecordedFiles): Recording {
  return { name: 'table of orders', generate: generateTurn(files), refinements: [ordersLooks(files), ordersSearch(files)] }
}

function generateTurn({ text, write }: RecordedFiles): RecordedTurn {
  return {
    prompt: 'a sortable table of orders with an empty state',
    keywords: [['table'], ['order', 'sort', 'empty', 'data']],
    steps: [
      {
        thought: 'First I look at how this shop is built: its files, conventions and design tokens.',
        actions: [listFiles('src', 3), readWholeFile('AGENTS.md'), readWholeFile('src/index.css')],
      },
      {
        thought: 'There is no table yet, but its parts exist: a card around it, badges, prices, and quiet buttons for the headers.',
        actions: [
          readWholeFile('src/components/ui/card.tsx'),
          readWholeFile('src/components/ui/button.tsx'),
          readWholeFile('src/components/ui/badge.tsx'),
          readWholeFile('src/components/ui/price.tsx'),
        ],
      },
      {
        thought: 'I start with the data and the sorting, then the small parts: a sortable header, a status, a row, and the empty state.',
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
        thought: 'Now the table and its section. Then I check the types and view the phone, where six columns don’t fit.',
        actions: [
          write('generated', 'src/components/orders-table.tsx'),
          write('generated', 'src/components/orders-section.tsx'),
          write('generated', '.ollio/preview.tsx'),
          checkTypes(),
          viewPage(375),
        ],
      },
      {
        thought: 'aria-sort is not allowed on a button. It belongs on the header cell, where screen readers look for it.',
        actions: [editFile(HEADER, WRONG_SORT, RIGHT_SORT), checkTypes(), viewPage(375), viewPage(1280)],
      },
      {
        thought: 'There are no findings left: blocks on the phone, a table on the desktop. I am done.',
        actions: [finish(SUMMARY)],
      },
    ],
  }
}
