import type { ComponentProps } from 'react'
import { cn } from '../../lib/cn'

/**
 * A placeholder for loading content. It is silent for screen readers: give the region around it `aria-busy` and a text that is announced.
 */
export function Skeleton({ className, ...props }: ComponentProps<'div'>) {
  return (
    <div
      aria-hidden
      className={cn('h-4 w-full rounded-control border border-transparent bg-muted motion-safe:animate-pulse', className)}
      {...props}
    />
  )
}
