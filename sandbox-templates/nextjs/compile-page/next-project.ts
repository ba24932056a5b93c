import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { googleFonts } from './google-fonts.ts'
import { pageStyles } from './page-styles.ts'
import { repositoryTsconfig } from './workspace-tsconfig.ts'

/** What Next's own modules stand for on a page that is alone, by the names under which Next resolves them in the app router. */
const STAND_INS = {
  'next/dist/client/app-dir/link.react-server': './link.jsx',
  'next/dist/client/app-dir/link': './link.jsx',
  'next/dist/client/script': './script.jsx',
  'next/script': './script.jsx',
}

type Project = { workspace: string; basePath: string; stylesheet: string | null }

const TITLE = 'Preview'
/** What Next takes instead of asking for a stylesheet. */
export const FONTS = 'fonts/responses.json'

/** The application around the preview, in the router that the repository uses: the app router where it has one. */
export function writeProject(folder: string, project: Project): void {
  const packages = join(project.workspace, 'node_modules')
  if (hasThisNext(packages)) symlinkSync(packages, join(folder, 'node_modules'))
  const preview = relative(join(folder, 'page'), join(project.workspace, '.ollio/preview.tsx'))
  const files = { ...commonFiles(folder, project), ...(usesPagesRouter(project.workspace) ? pagesRouter(preview) : appRouter(preview)) }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** Older ones have no such build; the page is then compiled by the template's. */
function hasThisNext(packages: string): boolean {
  const path = join(packages, 'next/package.json')
  if (!existsSync(path)) return false
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version?: unknown }
  return Number(/^\d+/.exec(String(version))?.[0]) >= 16
}

function usesPagesRouter(workspace: string): boolean {
  const has = (name: string) => [name, `src/${name}`].some((path) => existsSync(join(workspace, path)))
  return has('pages') && !has('app')
}

function commonFiles(folder: string, { workspace, basePath, stylesheet }: Project): Record<string, string> {
  return {
    'package.json': JSON.stringify({ private: true, type: 'module' }),
    'next.config.mjs': `export default ${JSON.stringify(nextConfig(basePath, usesPagesRouter(workspace)))}\n`,
    'tsconfig.json': JSON.stringify(tsconfig(folder, repositoryTsconfig(workspace))),
    'postcss.config.mjs': `export default { plugins: { '@tailwindcss/postcss': {} } }\n`,
    [FONTS]: JSON.stringify(googleFonts(workspace)),
    // The page's policy lets no script in from elsewhere, and none that stands in the page.
    'script.jsx': `export default function PreviewScript() {\n  return null\n}\n`,
    'page.css': pageStyles(workspace, stylesheet),
  }
}

/** The bundler wants no absolute path in it. */
function tsconfig(folder: string, path: string | null) {
  return { ...(path === null ? {} : { extends: relative(folder, path) }), compilerOptions: { jsx: 'react-jsx' }, include: [] }
}

/** What can't be said as JSON is not needed. */
function nextConfig(basePath: string, pages: boolean) {
  return {
    output: 'export',
    basePath: basePath.replace(/\/$/, ''),
    typescript: { ignoreBuildErrors: true },
    images: { unoptimized: true },
    turbopack: { root: '/', resolveAlias: pages ? { 'next/script': './script.jsx' } : STAND_INS },
    // Nothing is kept from one build to the next, and a page is one page.
    experimental: { turbopackFileSystemCacheForBuild: false, cpus: 1 },
  }
}

function appRouter(preview: string): Record<string, string> {
  return {
    'app/layout.jsx': `import '../page.css'

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

function pagesRouter(preview: string): Record<string, string> {
  return {
    'pages/_app.jsx': `import '../page.css'
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
