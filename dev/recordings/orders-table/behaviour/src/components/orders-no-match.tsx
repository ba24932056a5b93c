import { SearchX } from 'lucide-react'
import { Button } from '@/components/ui/button'

export type OrdersNoMatchProps = {
  query: string
  onClear: () => void
}

/** What stands in the place of the table where a search finds nothing. */
export function OrdersNoMatch({ query, onClear }: OrdersNoMatchProps) {
  return (
    <div className="grid justify-items-center border-t border-line px-6 py-12 text-center sm:py-16">
      <span className="grid size-16 place-items-center rounded-full bg-sunken text-muted">
        <SearchX aria-hidden="true" strokeWidth={1.5} className="size-8" />
      </span>
      <h3 className="mt-5 max-w-full font-display text-xl wrap-anywhere">No order matches “{query.trim()}”</h3>
      <p className="mt-1 max-w-sm text-sm text-pretty text-muted">Look for a number such as T-2048, or for a part of a customer’s name.</p>
      <Button variant="secondary" onClick={onClear} className="mt-6">
        Show all orders
      </Button>
    </div>
  )
}
