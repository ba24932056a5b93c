import { finish, preview, read, write, type Script } from './kind-turns.ts'

/** What the model does in each kind of repository, in that repository's style. */
export const SCRIPTS = {
  'css-modules': [
    [read('src/components/Lamp/Lamp.tsx'), read('src/components/Lamp/Lamp.module.css')],
    [
      write(
        'src/components/Beacon/Beacon.tsx',
        `import { Lamp } from '../Lamp'
import styles from './Beacon.module.css'

export interface BeaconProps {
  place: string
  on?: boolean
}

/** A lamp with the place where it stands. */
export function Beacon(props: Readonly<BeaconProps>) {
  return (
    <section className={styles.beacon}>
      <h2>{props.place}</h2>
      <Lamp on={props.on} aria-label={\`Light at \${props.place}\`} />
    </section>
  )
}
`,
      ),
      write('src/components/Beacon/Beacon.module.css', `.beacon {\n  padding: var(--space-2);\n}\n`),
      write('src/components/Beacon/index.ts', `export * from './Beacon'\n`),
      preview(`import { Beacon } from '../src/components/Beacon'`, `<Beacon place="North pier" on />`),
    ],
    [finish('A beacon: a lamp with its place.')],
  ],

  javascript: [
    [read('src/components/Vase.jsx'), read('src/utils/price.js')],
    [
      write(
        'src/components/PriceTag.jsx',
        `import PropTypes from 'prop-types';
import { price } from 'utils/price';

export default function PriceTag({ cents, label = 'Price' }) {
  return (
    <p>
      {label}: <data value={cents}>{price(cents).toFixed(2)}</data>
    </p>
  );
}

PriceTag.propTypes = {
  cents: PropTypes.number.isRequired,
  label: PropTypes.string,
};
`,
      ),
      preview(`import PriceTag from 'components/PriceTag'`, `<PriceTag cents={1250} label="Blue vase" />`),
    ],
    [finish('A price tag.')],
  ],

  'tailwind-3': [
    [read('src/components/tree-badge.tsx'), read('tailwind.config.ts')],
    [
      write(
        'src/components/tree-card.tsx',
        `import { TreeBadge } from './tree-badge'

type TreeCardProps = { name: string; fruits: number }

export function TreeCard({ name, fruits }: TreeCardProps) {
  return (
    <article className="rounded-card bg-apple-soft p-4 text-ink animate-in">
      <h2 className="font-sans">{name}</h2>
      <TreeBadge fruits={fruits} />
    </article>
  )
}
`,
      ),
      preview(`import { TreeCard } from '../src/components/tree-card'`, `<TreeCard name="Old pear" fruits={12} />`),
    ],
    [finish('A card for a tree.')],
  ],

  'monorepo-npm': [
    [read('packages/web/src/components/basket.tsx')],
    [
      write(
        'packages/web/src/components/basket-total.tsx',
        `import { Pill } from '@acme/ui'

type BasketTotalProps = {
  pence: number
}

export function BasketTotal({ pence }: BasketTotalProps) {
  return (
    <p className="text-sea">
      Total: <Pill text={new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' }).format(pence / 100)} />
    </p>
  )
}
`,
      ),
      preview(`import { BasketTotal } from '../packages/web/src/components/basket-total'`, `<BasketTotal pence={1999} />`),
    ],
    [finish('The total of a basket.')],
  ],

  'next-app': [
    [read('components/map-card.tsx'), read('components/ui/chip.tsx')],
    [
      write(
        'components/map-legend.tsx',
        `'use client'

import { useState } from 'react'
import { Chip } from '~ui'

interface MapLegendProps {
  places: string[]
}

export const MapLegend = ({ places }: MapLegendProps) => {
  const [open, setOpen] = useState(true)
  return (
    <section className="p-4">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        Legend
      </button>
      {open && places.map((place) => <Chip key={place}>{place}</Chip>)}
    </section>
  )
}
`,
      ),
      preview(`import { MapLegend } from '~/components/map-legend'`, `<MapLegend places={['Oslo', 'Bergen']} />`),
    ],
    [finish('A legend for maps.')],
  ],
} satisfies Record<string, Script>
