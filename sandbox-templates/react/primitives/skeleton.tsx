import type { ComponentProps } from 'react'
import { cn } from '../../lib/cn'

/** Keeps the place of what is loading. It says nothing by itself: give the region around it `aria-busy` and a text that is read out. */
export function Skeleton({ className, ...props }: ComponentProps<'div'>) {
  return (
    <div
      aria-hidden
      className={cn('h-4 w-full rounded-control border border-transparent bg-muted motion-safe:animate-pulse', className)}
      {...props}
    />
  )
}
