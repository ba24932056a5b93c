import { ShoppingBasket, Sprout } from 'lucide-react'
import { Badge } from '@/components/ui/badge'

const links = [
  { label: 'Plants', href: '#plants' },
  { label: 'Delivery', href: '#delivery' },
]

type SiteHeaderProps = {
  basketCount: number
}

export function SiteHeader({ basketCount }: SiteHeaderProps) {
  return (
    <header className="border-b border-line bg-raised">
      <div className="mx-auto flex min-h-16 max-w-6xl flex-wrap items-center gap-x-8 gap-y-1 px-4 sm:px-6">
        <a href="/" className="focus-ring flex min-h-11 items-center gap-2 rounded-control font-display text-2xl">
          <Sprout aria-hidden="true" className="size-6 text-brand" />
          Terrace
        </a>
        <nav aria-label="Main">
          <ul role="list" className="flex gap-6 text-sm font-medium">
            {links.map((link) => (
              <li key={link.href}>
                <a href={link.href} className="focus-ring inline-flex min-h-11 items-center rounded-control hover:text-brand">
                  {link.label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <p role="status" className="ml-auto flex items-center gap-2 text-sm">
          <ShoppingBasket aria-hidden="true" className="size-5" />
          <span className="sr-only">In the basket:</span>
          <Badge>{basketCount}</Badge>
        </p>
      </div>
    </header>
  )
}
