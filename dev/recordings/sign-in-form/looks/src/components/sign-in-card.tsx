import { useId } from 'react'
import { SignInForm, type SignInFormProps } from '@/components/sign-in-form'
import { type Benefit, SignInPanel } from '@/components/sign-in-panel'
import { Card } from '@/components/ui/card'
import { cn } from '@/lib/cn'

export type SignInCardProps = SignInFormProps & {
  /** Where an account is made. */
  registerHref: string
  /** What an account is good for, shown beside the form. */
  benefits: readonly Benefit[]
  className?: string
}

/** The form with its heading, and the way to an account for those who have none. */
export function SignInCard({ registerHref, benefits, className, ...form }: SignInCardProps) {
  const titleId = useId()
  return (
    <Card
      as="section"
      aria-labelledby={titleId}
      className={cn('mx-auto w-full max-w-md lg:grid lg:max-w-4xl lg:grid-cols-2 lg:grid-rows-[auto_auto_1fr_auto] lg:gap-x-10', className)}
    >
      <h2 id={titleId} className="font-display text-3xl">
        Welcome back
      </h2>
      <p className="mt-2 mb-6 text-muted">Sign in to see your orders, and what your plants need this week.</p>
      <SignInForm {...form} />
      <p className="mt-6 flex flex-wrap items-center gap-x-2 border-t border-line pt-4 text-sm text-muted">
        New at Terrace?
        <a
          href={registerHref}
          className="focus-ring inline-flex min-h-11 items-center rounded-control font-semibold text-brand underline underline-offset-4 hover:text-brand-strong"
        >
          Create an account
        </a>
      </p>
      <SignInPanel benefits={benefits} className="mt-4 lg:col-start-2 lg:row-span-4 lg:row-start-1 lg:mt-0" />
    </Card>
  )
}
