import type { ComponentProps } from 'react'
import { cn } from '../../lib/cn'

/** The label of a control, by `htmlFor`; a click on it focuses or toggles the control. */
export function Label({ className, ...props }: ComponentProps<'label'>) {
  return <label className={cn('inline-flex min-h-6 items-center gap-2 text-sm font-medium text-foreground', className)} {...props} />
}
