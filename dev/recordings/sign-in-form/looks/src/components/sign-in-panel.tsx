import { type LucideIcon, Sprout } from 'lucide-react'
import { useId } from 'react'
import { cn } from '@/lib/cn'

export type Benefit = {
  icon: LucideIcon
  /** A short sentence. */
  text: string
}

export type SignInPanelProps = {
  benefits: readonly Benefit[]
  className?: string
}

/** What an account is good for. */
export function SignInPanel({ benefits, className }: SignInPanelProps) {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId} className={cn('relative overflow-hidden rounded-control bg-brand-soft p-6 sm:p-8', className)}>
      <Sprout aria-hidden="true" strokeWidth={1} className="absolute -right-6 -bottom-8 hidden size-56 text-brand opacity-20 lg:block" />
      <h3 id={titleId} className="font-display text-2xl text-balance">
        All your plants in one place
      </h3>
      <ul role="list" className="relative mt-6 grid gap-5">
        {benefits.map(({ icon: Icon, text }) => (
          <li key={text} className="flex items-center gap-4 text-sm">
            <span className="grid size-11 shrink-0 place-items-center rounded-full bg-raised text-brand">
              <Icon aria-hidden="true" className="size-5" />
            </span>
            {text}
          </li>
        ))}
      </ul>
    </section>
  )
}
