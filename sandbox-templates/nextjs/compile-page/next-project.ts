import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { bundlerTsconfig } from './bundler-tsconfig.ts'
import { installedMajor, TEMPLATE, type Place } from './place.ts'
import { pageStyles } from './page-styles.ts'
import { repositoryTsconfig } from './workspace-tsconfig.ts'

/** What Next's own modules stand for on a page that is alone, by the names under which Next resolves them in the app router. */
const STAND_INS = {
  'next/dist/client/app-dir/link.react-server': './link.jsx',
  'next/dist/client/app-dir/link': './link.jsx',
  'next/dist/client/script': './script.jsx',
  'next/script': './script.jsx',
}

/** What the bundler imports for each call of `next/font/google`, with the call as its query. */
const FONT_STYLES = '@vercel/turbopack-next/internal/font/google/cssmodule.module.css'

type Project = { place: Place; basePath: string; stylesheet: string | null }

/** `preview` and each stylesheet as the application's files import them. */
type Parts = { preview: string; styles: string }

const TITLE = 'Preview'
/** Stands for the stylesheet of each font of Google's; what it says is made by `google-font.ts`. */
const FONT = 'google.ollio-font'

/** The application around the preview, in the router that the repository uses: the app router where it has one. */
export async function writeProject(folder: string, project: Project): Promise<void> {
  const { place } = project
  for (const name of packagesOfOurs(place)) link(join(TEMPLATE.home, 'node_modules', name), join(folder, 'node_modules', name))
  const pages = usesPagesRouter(place)
  const from = (path: string) => relative(join(folder, 'page'), path)
  const { sheet, imports } = pageStyles(place, project.stylesheet)
  const isPlain = project.stylesheet !== null && sheet === `@import ${JSON.stringify(project.stylesheet)};\n`
  const styles = isPlain ? [from(project.stylesheet ?? '')] : ['../page.css', ...imports.map(from)]
  const parts = { preview: from(join(place.workspace, '.ollio/preview.tsx')), styles: styles.map((path) => `import '${path}'`).join('\n') }
  const files = {
    ...(await commonFiles(folder, project, pages)),
    ...(isPlain ? {} : { 'page.css': sheet }),
    ...(pages ? pagesRouter(parts) : appRouter(parts)),
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** What Next asks for where there is a tsconfig, though it reads no types here. */
const TYPES = ['typescript', '@types/node', '@types/react']

/** The first that builds as this does. */
const OLDEST_NEXT = 16

/** Where the page is made with another Next than the repository's. */
export function nextNotes(place: Place): string[] {
  const own = installedMajor(place, 'next')
  if (own === null || own >= OLDEST_NEXT) return []
  const [next, react] = ['next', 'react'].map((name) => installedMajor(TEMPLATE, name))
  return [`made with Next ${next} and React ${react}, not with the repository’s own Next ${own}`]
}

/** Tailwind's compiler; Next where the repository has none or an older one, which has no such build; and what is missing for it. */
function packagesOfOurs(place: Place): string[] {
  const next = (installedMajor(place, 'next') ?? 0) >= OLDEST_NEXT ? [] : ['next', 'react', 'react-dom']
  return ['@tailwindcss/postcss', ...next, ...TYPES.filter((name) => installedMajor(place, name) === null)]
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path)
}

function usesPagesRouter({ home }: Place): boolean {
  const has = (name: string) => [name, `src/${name}`].some((path) => existsSync(join(home, path)))
  return has('pages') && !has('app')
}

async function commonFiles(folder: string, { place, basePath }: Project, pages: boolean): Promise<Record<string, string>> {
  return {
    'package.json': JSON.stringify({ private: true, type: 'module' }),
    'next.config.mjs': `export default ${JSON.stringify(nextConfig(basePath, pages))}\n`,
    'tsconfig.json': JSON.stringify(await bundlerTsconfig(folder, repositoryTsconfig(place))),
    'postcss.config.mjs': installedMajor(place, 'tailwindcss') === 3 ? tailwind3(place) : TAILWIND,
    [FONT]: '',
    // The page's policy lets no script in from elsewhere, and none that stands in the page.
    'script.jsx': `export default function PreviewScript() {\n  return null\n}\n`,
  }
}

const TAILWIND = `export default { plugins: { '@tailwindcss/postcss': {} } }\n`

/** The bundler would take what it sees imported into its own build. */
function tailwind3(place: Place): string {
  const tool = JSON.stringify(join(import.meta.dirname, 'tailwind-3.ts'))
  return `export default async () => {
  const { tailwind3Plugins } = process.getBuiltinModule('node:module').createRequire(${tool})(${tool})
  return { plugins: await tailwind3Plugins(${JSON.stringify(place)}) }
}
`
}

/** What can't be said as JSON is not needed. */
function nextConfig(basePath: string, pages: boolean) {
  return {
    output: 'export',
    basePath: basePath.replace(/\/$/, ''),
    typescript: { ignoreBuildErrors: true },
    images: { unoptimized: true },
    turbopack: {
      root: '/',
      resolveAlias: { ...(pages ? { 'next/script': './script.jsx' } : STAND_INS), [FONT_STYLES]: `./${FONT}` },
      rules: { '*.ollio-font': { loaders: [join(import.meta.dirname, 'google-font.ts')], as: '*.module.css' } },
    },
    // Nothing is kept from one build to the next, and a page is one page.
    experimental: { turbopackFileSystemCacheForBuild: false, cpus: 1 },
  }
}

function appRouter({ preview, styles }: Parts): Record<string, string> {
  return {
    'app/layout.jsx': `${styles}

export const metadata = { title: '${TITLE}', icons: { icon: 'data:,' } }

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
`,
    'app/page.jsx': `import { Suspense } from 'react'
import Preview from '${preview}'

export default function Page() {
  return (
    <Suspense>
      <Preview />
    </Suspense>
  )
}
`,
    // There is one page, so there is none to fetch before somebody asks for it.
    'link.jsx': `'use client'
import Link from 'next/dist/client/app-dir/link.js'
export { useLinkStatus } from 'next/dist/client/app-dir/link.js'

export default function PreviewLink(props) {
  return <Link {...props} prefetch={false} />
}
`,
  }
}

function pagesRouter({ preview, styles }: Parts): Record<string, string> {
  return {
    'pages/_app.jsx': `${styles}
import Head from 'next/head'

export default function App({ Component, pageProps }) {
  return (
    <>
      <Head>
        <title>${TITLE}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
      </Head>
      <Component {...pageProps} />
    </>
  )
}
`,
    'pages/_document.jsx': `import { Head, Html, Main, NextScript } from 'next/document'

export default function Document() {
  return (
    <Html lang="en">
      <Head />
      <body>
        <Main />
        <NextScript />
      </body>
    </Html>
  )
}
`,
    'pages/index.jsx': `export { default } from '${preview}'\n`,
  }
}
