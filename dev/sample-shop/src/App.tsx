import { ArrowDown } from 'lucide-react'
import { useState } from 'react'
import { ProductCard } from '@/components/product-card'
import { SiteHeader } from '@/components/site-header'
import { Badge } from '@/components/ui/badge'
import { buttonVariants } from '@/components/ui/button'
import { formatPrice } from '@/lib/format-price'
import { products } from '@/lib/products'

const FREE_DELIVERY_FROM_CENTS = 4000

export function App() {
  const [basketCount, setBasketCount] = useState(0)
  return (
    <>
      <SiteHeader basketCount={basketCount} />
      <main className="mx-auto max-w-6xl px-4 sm:px-6">
        <section aria-labelledby="hero-title" className="max-w-2xl py-16 sm:py-24">
          <Badge tone="accent">Spring delivery is open</Badge>
          <h1 id="hero-title" className="mt-5 font-display text-4xl leading-tight text-balance sm:text-6xl">
            A garden for every windowsill
          </h1>
          <p className="mt-4 text-lg text-pretty text-muted">
            Plants, pots and tools that fit a small space, delivered with what they need to settle in.
          </p>
          <a href="#plants" className={buttonVariants({ className: 'mt-8' })}>
            See the plants
            <ArrowDown aria-hidden="true" />
          </a>
        </section>
        <section id="plants" aria-labelledby="plants-title" className="pb-16 sm:pb-24">
          <h2 id="plants-title" className="font-display text-3xl">
            In season
          </h2>
          <ul role="list" className="mt-6 grid gap-6 sm:grid-cols-2 lg:grid-cols-4">
            {products.map((product) => (
              <li key={product.id}>
                <ProductCard product={product} onAdd={() => setBasketCount((count) => count + 1)} />
              </li>
            ))}
          </ul>
        </section>
      </main>
      <footer id="delivery" className="border-t border-line bg-sunken">
        <p className="mx-auto max-w-6xl px-4 py-8 text-sm text-muted sm:px-6">
          Delivery is free from {formatPrice(FREE_DELIVERY_FROM_CENTS)}. Every plant that does not settle in is replaced.
        </p>
      </footer>
    </>
  )
}
