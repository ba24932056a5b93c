import { cva, type VariantProps } from 'class-variance-authority'
import type { HTMLAttributes } from 'react'
import { cn } from '@/lib/cn'

const cardVariants = cva('rounded-card border bg-raised text-ink', {
  variants: {
    tone: {
      plain: 'border-line shadow-card',
      /** At most one in a group: what we recommend. */
      brand: 'border-brand shadow-lift ring-1 ring-brand',
    },
    padding: {
      none: '',
      comfortable: 'p-6 sm:p-8',
    },
  },
  defaultVariants: { tone: 'plain', padding: 'comfortable' },
})

type CardProps = HTMLAttributes<HTMLElement> &
  VariantProps<typeof cardVariants> & {
    /** The element that says what the card is; a plain group by default. */
    as?: 'div' | 'article' | 'section'
  }

export function Card({ as: Element = 'div', tone, padding, className, ...props }: CardProps) {
  return <Element className={cn(cardVariants({ tone, padding }), className)} {...props} />
}
