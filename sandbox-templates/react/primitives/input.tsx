import type { ComponentProps } from 'react'
import { cn } from '../../lib/cn'

/** A single-line field; connect it with a `Label` by its `id`. `aria-invalid` marks an invalid value. */
export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return (
    <input
      type={type}
      className={cn(
        'focus-ring min-h-10 w-full min-w-0 rounded-control border border-input bg-background px-3 text-base text-foreground placeholder:text-muted-foreground disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-2 aria-invalid:border-destructive sm:text-sm',
        className,
      )}
      {...props}
    />
  )
}
