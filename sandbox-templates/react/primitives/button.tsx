import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from '../../lib/cn'

/** The style of a button, also for links that look like buttons: `<a className={buttonVariants()}>`. */
export const buttonVariants = cva(
  'focus-ring inline-flex items-center justify-center gap-2 rounded-control border text-sm font-medium whitespace-nowrap motion-safe:transition-colors disabled:cursor-not-allowed disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-primary text-primary-foreground hover:bg-primary-hover',
        outline: 'border-input bg-background text-foreground hover:bg-accent hover:text-accent-foreground',
        ghost: 'border-transparent text-foreground hover:bg-accent hover:text-accent-foreground',
        destructive: 'border-transparent bg-destructive text-destructive-foreground hover:bg-destructive-hover',
      },
      size: {
        small: 'min-h-8 px-3',
        medium: 'min-h-10 px-4',
        large: 'min-h-12 px-6 text-base',
        icon: 'size-10',
      },
    },
    defaultVariants: { variant: 'primary', size: 'medium' },
  },
)

export type ButtonProps = ComponentProps<'button'> & VariantProps<typeof buttonVariants>

/** A button that doesn't submit a form unless `type` says so. A button with only an icon needs an `aria-label`. */
export function Button({ variant, size, className, type = 'button', ...props }: ButtonProps) {
  return <button type={type} className={cn(buttonVariants({ variant, size }), className)} {...props} />
}
