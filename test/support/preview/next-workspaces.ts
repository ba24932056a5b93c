import type { Workspace } from './compile-page.ts'

const TSCONFIG = {
  compilerOptions: {
    ...{ target: 'ES2017', lib: ['dom', 'dom.iterable', 'esnext'], allowJs: true, skipLibCheck: true, strict: true, noEmit: true },
    ...{ esModuleInterop: true, module: 'esnext', moduleResolution: 'bundler', resolveJsonModule: true, isolatedModules: true },
    ...{ jsx: 'react-jsx', incremental: true, plugins: [{ name: 'next' }], paths: { '@/*': ['./src/*'] } },
  },
  include: ['next-env.d.ts', '**/*.ts', '**/*.tsx', '.next/types/**/*.ts'],
  exclude: ['node_modules'],
}

/** Files that Next runs by itself in an application. Here each reports if it runs. */
const NEVER_RUN = Object.fromEntries(
  [
    'next.config.ts',
    'next.config.mjs',
    'postcss.config.mjs',
    'src/middleware.ts',
    'src/proxy.ts',
    'src/instrumentation.ts',
    'src/instrumentation-client.ts',
    'babel.config.js',
  ].map((path) => [path, `throw new Error('${path} was run')\n`]),
)

const COMMON: Workspace = {
  ...NEVER_RUN,
  'package.json': JSON.stringify({ dependencies: { next: '16', react: '19', 'react-dom': '19' } }),
  'tsconfig.json': JSON.stringify(TSCONFIG),
  '.env': 'NEXT_PUBLIC_SECRET=never-read\n',
  'src/components/counter.module.css': '.count { font-weight: 700 }\n',
  'src/components/counter.tsx': `'use client'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import styles from './counter.module.css'

export function Counter() {
  const [count, setCount] = useState(0)
  return (
    <button className="rounded-md bg-zinc-900 px-3 py-2 text-white" onClick={() => setCount(count + 1)}>
      <Plus aria-hidden /> <span className={styles.count}>{count} seeds {process.env['NEXT_PUBLIC_SECRET']}</span>
    </button>
  )
}
`,
  'src/components/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><circle cx="4" cy="4" r="4"/></svg>',
}

/** The stylesheet of both repositories. */
export const STYLES = 'src/styles/globals.css'
const GLOBALS = `@import url('https://fonts.example/css?family=A');\n@import 'tailwindcss';\n@theme { --color-leaf: #166534 }\nbody { color: var(--color-leaf) }\n`

/** A repository with the app router, whose preview is a server component. */
export function appWith(changes: Workspace = {}): Workspace {
  return {
    ...COMMON,
    [STYLES]: GLOBALS,
    'src/app/layout.tsx': `throw new Error('the layout was run')\nexport default null\n`,
    'src/app/fonts.ts': `import { Inter, Roboto_Mono as Mono } from 'next/font/google'
import localFont from 'next/font/local'

export const inter = Inter({ subsets: ['latin'], variable: '--font-inter' })
export const mono = Mono({
  subsets: ['latin'],
  weight: ['400', '700'], // two of them
})
export const own = localFont({ src: '../../../node_modules/next/dist/compiled/@vercel/og/Geist-Regular.ttf' })
`,
    'src/components/path.tsx': `'use client'
import dynamic from 'next/dynamic'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'

const Later = dynamic(() => import('./later'))

export function Path() {
  const router = useRouter()
  const query = useSearchParams()
  return (
    <p>
      Path {usePathname()} {query.get('q') ?? 'without query'} {typeof router.push} <Later />
    </p>
  )
}
`,
    'src/components/later.tsx': `export default function Later() {\n  return <em>comes later</em>\n}\n`,
    '.ollio/preview.tsx': `import Image from 'next/image'
import Link from 'next/link'
import Script from 'next/script'
import { inter, mono, own } from '@/app/fonts'
import { Counter } from '@/components/counter'
import dot from '@/components/dot.svg'
import { Path } from '@/components/path'

async function Plants() {
  const plants = await Promise.resolve(['Fern', 'Ivy'])
  return <ul>{plants.map((plant) => <li key={plant}>{plant}</li>)}</ul>
}

export default function Preview() {
  return (
    <main className={\`p-4 \${inter.variable}\`}>
      <h1 className={inter.className}>Plants</h1>
      <p className={mono.className}>By name</p>
      <p className={own.className}>And by place</p>
      <Plants />
      <Path />
      <Image src={dot} alt="A dot" />
      <Link href="/plants/fern" className="underline">The fern</Link>
      <Counter />
      <Script src="https://elsewhere.example/count.js" />
    </main>
  )
}
`,
    ...changes,
  }
}

/** A repository with the pages router; its components need no \`'use client'\`. */
export function pagesWith(changes: Workspace = {}): Workspace {
  return {
    ...COMMON,
    [STYLES]: GLOBALS,
    'src/pages/_app.tsx': `throw new Error('the app was run')\nexport default null\n`,
    'src/pages/_document.tsx': `throw new Error('the document was run')\nexport default null\n`,
    'src/pages/index.tsx': `export default function Home() {\n  return <p>Home</p>\n}\n`,
    'src/components/place.tsx': `import Head from 'next/head'
import dynamic from 'next/dynamic'
import Script from 'next/script'
import { useRouter } from 'next/router'
import { useEffect, useState } from 'react'

const Later = dynamic(() => import('./later'), { ssr: false })

export function Place() {
  const router = useRouter()
  const [width, setWidth] = useState<number | null>(null)
  useEffect(() => setWidth(window.innerWidth), [])
  return (
    <>
      <Head>
        <title>Places</title>
      </Head>
      <Script id="inline">{'window.count = 1'}</Script>
      <p>
        Route {router.pathname} {width === null ? '' : 'in the browser'} <Later />
      </p>
    </>
  )
}
`,
    'src/components/later.tsx': `export default function Later() {\n  return <em>comes later</em>\n}\n`,
    '.ollio/preview.tsx': `import Image from 'next/image'
import Link from 'next/link'
import { Inter } from 'next/font/google'
import { Counter } from '@/components/counter'
import dot from '@/components/dot.svg'
import { Place } from '@/components/place'

const inter = Inter({ subsets: ['latin'], variable: '--font-inter' })

export default function Preview() {
  return (
    <main className={\`p-4 \${inter.className}\`}>
      <h1>Plants</h1>
      <Place />
      <Image src={dot} alt="A dot" />
      <Link href="/plants/fern" className="underline">The fern</Link>
      <Counter />
    </main>
  )
}
`,
    ...changes,
  }
}
