import type { ComponentProps } from 'react'
import { cn } from '../../lib/cn'

type TableProps = ComponentProps<'table'> & {
  /** What the table shows: the name of the region, which scrolls if the table is wider than its container. */
  label: string
}

export function Table({ label, className, ...props }: TableProps) {
  return (
    <div role="region" aria-label={label} tabIndex={0} className="focus-ring w-full overflow-x-auto rounded-control">
      <table className={cn('w-full border-collapse text-left text-sm', className)} {...props} />
    </div>
  )
}

export function TableCaption({ className, ...props }: ComponentProps<'caption'>) {
  return <caption className={cn('caption-bottom pt-3 text-sm text-muted-foreground', className)} {...props} />
}

export function TableHeader({ className, ...props }: ComponentProps<'thead'>) {
  return <thead className={cn('border-b border-border text-muted-foreground', className)} {...props} />
}

export function TableBody({ className, ...props }: ComponentProps<'tbody'>) {
  return <tbody className={cn('[&_tr:last-child]:border-0', className)} {...props} />
}

export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return <tr className={cn('border-b border-border', className)} {...props} />
}

/** Use `scope="row"` for the cell that names its row. */
export function TableHead({ scope = 'col', className, ...props }: ComponentProps<'th'>) {
  return <th scope={scope} className={cn('px-3 py-2.5 font-medium whitespace-nowrap', className)} {...props} />
}

export function TableCell({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('px-3 py-2.5 align-middle', className)} {...props} />
}
