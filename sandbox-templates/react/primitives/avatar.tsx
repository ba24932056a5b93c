'use client'

import { Avatar as Primitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '../../lib/cn'

export function Avatar({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cn('inline-flex size-10 shrink-0 overflow-hidden rounded-full border border-border', className)}
      {...props}
    />
  )
}

/** `alt`: the person's name, or empty if the name is shown beside the picture. */
export function AvatarImage({ className, alt, ...props }: ComponentProps<typeof Primitive.Image> & { alt: string }) {
  return <Primitive.Image alt={alt} className={cn('size-full object-cover', className)} {...props} />
}

/** Initials, shown while there is no picture. */
export function AvatarFallback({ className, ...props }: ComponentProps<typeof Primitive.Fallback>) {
  return (
    <Primitive.Fallback
      className={cn('flex size-full items-center justify-center bg-muted text-sm font-medium text-foreground', className)}
      {...props}
    />
  )
}
