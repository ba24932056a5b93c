'use client'

import { Switch as Primitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '../../lib/cn'

/** Turns something on or off immediately; connect it with a `Label` by its `id`. */
export function Switch({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cn(
        'focus-ring inline-flex h-6 w-11 shrink-0 items-center rounded-full border border-input bg-muted p-0.5 disabled:cursor-not-allowed disabled:opacity-60 data-[state=checked]:border-primary data-[state=checked]:bg-primary motion-safe:transition-colors forced-colors:data-[state=checked]:bg-[Highlight]',
        className,
      )}
      {...props}
    >
      <Primitive.Thumb className="size-4.5 rounded-full bg-input data-[state=checked]:translate-x-5 data-[state=checked]:bg-primary-foreground motion-safe:transition-transform forced-colors:bg-[ButtonText]" />
    </Primitive.Root>
  )
}
