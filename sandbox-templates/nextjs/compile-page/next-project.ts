import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { bundlerTsconfig } from './bundler-tsconfig.ts'
import { installedMajor, TEMPLATE, type Place } from './place.ts'
import { stubNote } from './stub-note.ts'
import { pageStyles } from './page-styles.ts'
import { repositoryTsconfig } from './workspace-tsconfig.ts'

/** Replacements for Next modules on a single page, keyed by the names under which Next resolves them in the app router. */
const STAND_INS = {
  'next/dist/client/app-dir/link.react-server': './link.jsx',
  'next/dist/client/app-dir/link': './link.jsx',
  'next/dist/client/script': './script.jsx',
  'next/script': './script.jsx',
}

/** The module that the bundler imports for each `next/font/google` call, with the call as its query. */
const FONT_STYLES = '@vercel/turbopack-next/internal/font/google/cssmodule.module.css'

type Project = { place: Place; basePath: string; stylesheet: string | null }

/** `preview` and the stylesheets as import paths of the application's files. `note`: JSX below the preview, or empty. */
type Parts = { preview: string; styles: string; note: string }

const TITLE = 'Preview'
/** Stands in for the stylesheet of each Google font; `google-font.ts` generates its content. */
const FONT = 'google.ollio-font'

/** Writes the application around the preview. Uses the app router if the repository does, else the pages router. */
export async function writeProject(folder: string, project: Project): Promise<void> {
  const { place } = project
  for (const name of packagesOfOurs(place)) link(join(TEMPLATE.home, 'node_modules', name), join(folder, 'node_modules', name))
  const pages = usesPagesRouter(place)
  const from = (path: string) => relative(join(folder, 'page'), path)
  const { sheet, imports } = pageStyles(place, project.stylesheet)
  const isPlain = project.stylesheet !== null && sheet === `@import ${JSON.stringify(project.stylesheet)};\n`
  const styles = isPlain ? [from(project.stylesheet ?? '')] : ['../page.css', ...imports.map(from)]
  const parts = {
    preview: from(join(place.workspace, '.ollio/preview.tsx')),
    styles: styles.map((path) => `import '${path}'`).join('\n'),
    note: stubNote(),
  }
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

/** Next requires these if there is a tsconfig, although it checks no types here. */
const TYPES = ['typescript', '@types/node', '@types/react']

/** The oldest version that supports this build. */
const OLDEST_NEXT = 16

/** A note if the page is built with another Next than the repository's. */
export function nextNotes(place: Place): string[] {
  const own = installedMajor(place, 'next')
  if (own === null || own >= OLDEST_NEXT) return []
  const [next, react] = ['next', 'react'].map((name) => installedMajor(TEMPLATE, name))
  return [`made with Next ${next} and React ${react}, not the repository’s Next ${own}`]
}

/**
 * Packages taken from the template: Tailwind's compiler; Next if the repository's is missing or too old for this build; and missing type
 * packages.
 */
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
    // The page's policy forbids external and inline scripts.
    'script.jsx': `export default function PreviewScript() {\n  return null\n}\n`,
  }
}

const TAILWIND = `export default { plugins: { '@tailwindcss/postcss': {} } }\n`

/** Loads the tool at run time, because the bundler would include an import in its own build. */
function tailwind3(place: Place): string {
  const tool = JSON.stringify(join(import.meta.dirname, 'tailwind-3.ts'))
  return `export default async () => {
  const { tailwind3Plugins } = process.getBuiltinModule('node:module').createRequire(${tool})(${tool})
  return { plugins: await tailwind3Plugins(${JSON.stringify(place)}) }
}
`
}

/** Only options that JSON can express are needed. */
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
    // No cache, since each build starts fresh, and one CPU, since there is one page.
    experimental: { turbopackFileSystemCacheForBuild: false, cpus: 1 },
  }
}

function appRouter({ preview, styles, note }: Parts): Record<string, string> {
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
    // A stub is a function, which the server may not pass to the browser.
    'app/page.jsx': `${note === '' ? '' : "'use client'\n\n"}import { Suspense } from 'react'
import Preview from '${preview}'

export default function Page() {
  return (
    <Suspense>
      <Preview />${note}
    </Suspense>
  )
}
`,
    // There is only one page, so nothing to prefetch.
    'link.jsx': `'use client'
import Link from 'next/dist/client/app-dir/link.js'
export { useLinkStatus } from 'next/dist/client/app-dir/link.js'

export default function PreviewLink(props) {
  return <Link {...props} prefetch={false} />
}
`,
  }
}

function pagesRouter({ preview, styles, note }: Parts): Record<string, string> {
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
    'pages/index.jsx': note === '' ? `export { default } from '${preview}'\n` : notedPage(preview, note),
  }
}

function notedPage(preview: string, note: string): string {
  return `import Preview from '${preview}'

export default function Page() {
  return (
    <>
      <Preview />
      ${note}
    </>
  )
}
`
}
