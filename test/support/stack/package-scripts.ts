import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { edit, execute, finish, preview, read, write, type Script } from './kind-turns.ts'

const TEMPLATE = join(import.meta.dirname, '../../../sandbox-templates/react')
const { dependencies: VERSIONS } = JSON.parse(await readFile(join(TEMPLATE, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
}

/** Lines of a package.json that declare these packages, in the template's versions. */
function asking(...names: string[]): string {
  return names.map((name) => `"${name}": "${VERSIONS[name]}"`).join(',\n    ')
}

/** Only a package.json with React: primitives are copied as their README says. */
export const EMPTY: Script = [
  [read('package.json'), execute('cat /template/primitives/README.md')],
  [
    execute(
      [
        'mkdir -p src/components/ui src/lib',
        'cp /template/primitives/cn.ts src/lib/',
        'cp /template/primitives/{button,card}.tsx src/components/ui/',
        'cp /template/primitives/theme.css src/index.css',
      ].join(' && '),
    ),
    edit(
      'package.json',
      '"react-dom": "19.2.0"',
      `"react-dom": "19.2.0",\n    ${asking('class-variance-authority', 'clsx', 'tailwind-merge', 'tailwindcss')}`,
    ),
    write(
      'src/components/dune-card.tsx',
      `import { Button } from './ui/button'
import { Card, CardHeader, CardTitle } from './ui/card'

type DuneCardProps = {
  name: string
}

export function DuneCard({ name }: DuneCardProps) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>{name}</CardTitle>
      </CardHeader>
      <Button>Walk there</Button>
    </Card>
  )
}
`,
    ),
    preview(`import { DuneCard } from '../src/components/dune-card'`, `<DuneCard name="White dune" />`),
  ],
  [finish('A card for a dune, with the first primitives.')],
]

/** Where the lockfile of that repository gets its packages. */
export const MIRROR = 'https://packages.example/mirror/'

/** A small repository with a lockfile by npm. */
export async function lockedRepository(): Promise<Record<string, string>> {
  const { packages: known } = JSON.parse(await readFile(join(TEMPLATE, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, object & { version?: string }>
  }
  const dependencies = Object.fromEntries(['@types/react', 'react', 'react-dom'].map((name) => [name, VERSIONS[name]]))
  const locked = [...Object.keys(dependencies), 'csstype', 'scheduler'].map((name) => {
    const entry = known[`node_modules/${name}`]
    return [`node_modules/${name}`, { ...entry, resolved: `${MIRROR}${name}/-/${name.replace(/^.*\//, '')}-${entry?.version}.tgz` }]
  })
  const packages = { '': { name: 'harbour', dependencies }, ...Object.fromEntries(locked) }
  return {
    'package.json': `${JSON.stringify({ name: 'harbour', private: true, dependencies }, null, 2)}\n`,
    'package-lock.json': `${JSON.stringify({ name: 'harbour', lockfileVersion: 3, requires: true, packages }, null, 2)}\n`,
    'tsconfig.json': JSON.stringify({ compilerOptions: { jsx: 'react-jsx', strict: true } }),
    'src/components/berth.tsx': `export function Berth({ name }: { name: string }) {\n  return <b>{name}</b>\n}\n`,
  }
}

/** Adds a package because no declared one fits. */
export const ADDING: Script = [
  [read('src/components/berth.tsx'), read('package.json')],
  [
    edit('package.json', `"react": "${VERSIONS['react']}"`, `"react": "${VERSIONS['react']}",\n    ${asking('clsx')}`),
    write(
      'src/components/berth-list.tsx',
      `import { clsx } from 'clsx'
import { Berth } from './berth'

export function BerthList({ names }: { names: string[] }) {
  return (
    <ul className={clsx(names.length === 0 && 'js-empty')}>
      {names.map((name) => (
        <li key={name}>
          <Berth name={name} />
        </li>
      ))}
    </ul>
  )
}
`,
    ),
    preview(`import { BerthList } from '../src/components/berth-list'`, `<BerthList names={['A 1', 'A 2']} />`),
  ],
  [finish('A list of berths.')],
]
