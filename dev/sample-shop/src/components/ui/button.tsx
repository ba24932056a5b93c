import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

/** The look of a button, also for links that lead to an action: `<a className={buttonVariants()}>`. */
export const buttonVariants = cva(
  'focus-ring inline-flex min-h-11 items-center justify-center gap-2 rounded-control border px-5 text-sm font-semibold motion-safe:transition-colors disabled:cursor-not-allowed disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-brand text-on-brand hover:bg-brand-strong',
        secondary: 'border-edge bg-raised text-ink hover:border-brand hover:bg-brand-soft',
        quiet: 'border-transparent text-ink hover:bg-sunken',
      },
      size: {
        medium: '',
        full: 'w-full',
        icon: 'w-11 px-0',
      },
    },
    defaultVariants: { variant: 'primary', size: 'medium' },
  },
)

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof buttonVariants>

export function Button({ variant, size, className, type = 'button', ...props }: ButtonProps) {
  return <button type={type} className={cn(buttonVariants({ variant, size }), className)} {...props} />
}
