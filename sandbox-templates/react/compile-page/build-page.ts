import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { failed, type BuiltPage } from './built-page.ts'
import { jsxInJs } from './jsx-in-js.ts'
import { lentReact, lentReactNotes } from './lent-react.ts'
import { pageModules } from './page-modules.ts'
import { installedMajor, stylesheetPath, type Place } from './place.ts'
import { readableError, readableErrors } from './readable-errors.ts'
import { tailwind3Plugins } from './tailwind-3.ts'
import { writeTsconfig } from './workspace-tsconfig.ts'

type PageOptions = {
  place: Place
  /** Emptied before the build. */
  outDir: string
  /** URL path that the page is served from, with slashes around it. */
  basePath: string
  /** The repository's stylesheet, relative to the workspace or the package; `null` if it has none. */
  stylesheet: string | null
}

/** Builds `.ollio/preview.tsx` as a static page. Ignores the repository's own build configuration, except for what Tailwind 3 needs. */
export async function buildPage({ place, outDir, basePath, stylesheet }: PageOptions): Promise<BuiltPage> {
  const { workspace, home } = place
  if (!existsSync(join(workspace, '.ollio/preview.tsx'))) {
    return failed('.ollio/preview.tsx: is missing. Write it: its default export must be a component without props')
  }
  const sheet = stylesheet === null ? null : stylesheetPath(place, stylesheet)
  if (stylesheet !== null && sheet === null) return failed(`${stylesheet}: is missing, so the page has no styles`)

  const { path: tsconfig } = writeTsconfig(place)
  const page = pageModules(place, sheet)
  const names = new Map([
    [page.styles, stylesheet ?? 'tailwindcss'],
    [`${dirname(tsconfig)}/`, ''],
    [`${workspace}/`, ''],
    [relative(home, '/node_modules'), 'node_modules'],
    ...(home === workspace ? [] : ([[`${relative(home, workspace)}/`, '']] as const)),
  ])
  const unresolved: string[] = []
  try {
    await build({
      root: home,
      base: basePath,
      configFile: false,
      envDir: false,
      publicDir: false,
      cacheDir: join(tmpdir(), 'vite'),
      logLevel: 'silent',
      tsconfig,
      css: { postcss: { plugins: await tailwind3Plugins(place) } },
      resolve: { tsconfigPaths: true, dedupe: ['react', 'react-dom'], alias: lentReact(place) },
      plugins: [page, jsxInJs(), react(), ...(installedMajor(place, 'tailwindcss') === 3 ? [] : [tailwindcss()])],
      build: {
        outDir: resolve(workspace, outDir),
        emptyOutDir: true,
        // Separate files, so that the page's policy doesn't need to allow data: URLs.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
        rolldownOptions: {
          // Skips unused re-exports of barrel files, such as a thousand icons.
          experimental: { lazyBarrel: true },
          input: page.input,
          onLog(level, log, next) {
            if (log.code === 'UNRESOLVED_IMPORT') unresolved.push(readableError(log, names))
            else next(level, log)
          },
        },
      },
    })
    return { errors: unresolved, notes: lentReactNotes(place) }
  } catch (error) {
    return failed(...unresolved, ...readableErrors(error, names))
  }
}
