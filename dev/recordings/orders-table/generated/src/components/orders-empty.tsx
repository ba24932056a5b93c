import { PackageOpen } from 'lucide-react'
import { buttonVariants } from '@/components/ui/button'

export type OrdersEmptyProps = {
  title: string
  /** Why there is nothing, and what comes next. */
  text: string
  action: { label: string; href: string }
}

/** What stands in the place of a table that has no rows. */
export function OrdersEmpty({ title, text, action }: OrdersEmptyProps) {
  return (
    <div className="grid justify-items-center border-t border-line px-6 py-12 text-center sm:py-16">
      <span className="grid size-16 place-items-center rounded-full bg-brand-soft text-brand">
        <PackageOpen aria-hidden="true" strokeWidth={1.5} className="size-8" />
      </span>
      <h3 className="mt-5 font-display text-xl">{title}</h3>
      <p className="mt-1 max-w-sm text-sm text-pretty text-muted">{text}</p>
      <a href={action.href} className={buttonVariants({ variant: 'secondary', className: 'mt-6' })}>
        {action.label}
      </a>
    </div>
  )
}
