import { Flower2, Leaf, type LucideIcon, Shovel, Sprout } from 'lucide-react'

export type Product = {
  id: string
  name: string
  summary: string
  cents: number
  /** The price before a sale. */
  wasCents?: number
  note?: string
  icon: LucideIcon
}

export const products: readonly Product[] = [
  { id: 'basil', name: 'Basil trio', summary: 'Three kinds in one long pot, ready to pick.', cents: 1450, icon: Sprout },
  { id: 'fern', name: 'Boston fern', summary: 'Likes the shade of a north-facing balcony.', cents: 2200, note: 'New', icon: Leaf },
  {
    id: 'geranium',
    name: 'Trailing geranium',
    summary: 'Flowers from May until the first frost.',
    cents: 900,
    wasCents: 1200,
    icon: Flower2,
  },
  { id: 'trowel', name: 'Narrow trowel', summary: 'Made for window boxes. Ash and steel.', cents: 1800, icon: Shovel },
]
