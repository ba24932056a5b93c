import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { cn } from '@/lib/cn'
import type { SortDirection } from '@/lib/sort-orders'

const icons = { ascending: ArrowUp, descending: ArrowDown, none: ChevronsUpDown }

export type SortHeaderProps = {
  label: string
  /** `none` while the table is sorted by another column. */
  direction: SortDirection | 'none'
  onSort: () => void
  className?: string
}

/** The header of a column, whose button sorts by it. */
export function SortHeader({ label, direction, onSort, className }: SortHeaderProps) {
  const Icon = icons[direction]
  return (
    <th scope="col" role="columnheader" aria-sort={direction} className={cn('p-0 text-left', className)}>
      <Button variant="quiet" onClick={onSort} className="gap-1.5 px-2">
        {label}
        <Icon aria-hidden="true" className={direction === 'none' ? 'text-muted' : 'text-brand'} />
      </Button>
    </th>
  )
}
