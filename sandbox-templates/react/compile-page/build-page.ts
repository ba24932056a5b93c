import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { pageModules } from './page-modules.ts'
import { readableError, readableErrors } from './readable-errors.ts'
import { writeTsconfig } from './workspace-tsconfig.ts'

type PageOptions = {
  workspace: string
  /** Emptied first. */
  outDir: string
  /** Where the page will be served, with slashes around it. */
  basePath: string
  /** The repository's own, relative to the workspace; `null` for plain Tailwind. */
  stylesheet: string | null
}

/** Builds `.ollio/preview.tsx` as a static page and returns what went wrong. The repository's own build configuration is never used. */
export async function buildPage({ workspace, outDir, basePath, stylesheet }: PageOptions): Promise<string[]> {
  if (!existsSync(join(workspace, '.ollio/preview.tsx'))) {
    return ['.ollio/preview.tsx: is missing; its default export is the component without props that the page shows']
  }
  if (stylesheet !== null && !existsSync(join(workspace, stylesheet))) return [`${stylesheet}: is missing, so the page has no styles`]

  const tsconfig = writeTsconfig(workspace)
  const page = pageModules(workspace, stylesheet)
  const names = new Map([
    [page.styles, stylesheet ?? 'tailwindcss'],
    [`${dirname(tsconfig)}/`, ''],
    [`${workspace}/`, ''],
    ['../node_modules/', 'node_modules/'],
  ])
  const unresolved: string[] = []
  try {
    await build({
      root: workspace,
      base: basePath,
      configFile: false,
      envDir: false,
      publicDir: false,
      cacheDir: join(tmpdir(), 'vite'),
      logLevel: 'silent',
      tsconfig,
      css: { postcss: {} },
      resolve: { tsconfigPaths: true, dedupe: ['react', 'react-dom'] },
      plugins: [page, react(), tailwindcss()],
      build: {
        outDir: resolve(workspace, outDir),
        emptyOutDir: true,
        // Files of their own, so that the page's policy need not allow data: URLs.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
        rolldownOptions: {
          // Leaves unread what a barrel of a thousand icons re-exports and nobody uses.
          experimental: { lazyBarrel: true },
          input: page.input,
          onLog(level, log, next) {
            if (log.code === 'UNRESOLVED_IMPORT') unresolved.push(readableError(log, names))
            else next(level, log)
          },
        },
      },
    })
    return unresolved
  } catch (error) {
    return [...unresolved, ...readableErrors(error, names)]
  }
}
