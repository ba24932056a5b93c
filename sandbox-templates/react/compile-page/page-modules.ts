import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'
import { pageStyles } from './page-styles.ts'
import { stubNote } from './stub-note.ts'
import { installedMajor, type Place } from './place.ts'
import { withoutRemoteImports } from './remote-imports.ts'

const TITLE = 'Preview'

/**
 * The page around the preview, as virtual modules. Their imports and the preview's resolve from the package of the components, so that all
 * use the same packages.
 */
export function pageModules(place: Place, stylesheet: string | null): Plugin & { input: string; styles: string } {
  const { workspace, home } = place
  const page = pageStyles(place, stylesheet)
  const input = join(home, 'index.html')
  const entry = join(workspace, '.ollio/preview-entry.tsx')
  const styles = join(workspace, '.ollio/preview-entry.css')
  const modules = new Map([
    [input, html()],
    [entry, script(page.imports, installedMajor(place, 'react-dom') ?? 19)],
    [styles, page.sheet],
  ])
  const ids = new Map([
    [input, input],
    ['/.ollio/preview-entry.tsx', entry],
    ['./preview-entry.css', styles],
  ])
  return {
    name: 'preview-page',
    enforce: 'pre',
    input,
    styles,
    async resolveId(source, importer) {
      const own = ids.get(source)
      if (own !== undefined) return own
      const isFromPage = importer !== undefined && dirname(importer) === join(workspace, '.ollio')
      if (!isFromPage || home === workspace || /^[./]/.test(source)) return null
      return (await this.resolve(source, join(home, 'index.tsx'), { skipSelf: true })) ?? null
    },
    load: (id) => modules.get(id) ?? null,
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type === 'asset' && file.fileName.endsWith('.css')) file.source = withoutRemoteImports(String(file.source))
        }
      },
    },
  }
}

function html(): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="data:,">
    <title>${TITLE}</title>
  </head>
  <body>
    <div id="root"></div>
    <script type="module" src="/.ollio/preview-entry.tsx"></script>
  </body>
</html>
`
}

function script(stylesheets: readonly string[], reactMajor: number): string {
  const styles = stylesheets.map((path) => `import ${JSON.stringify(path)}\n`).join('')
  return reactMajor >= 18 ? styles + CURRENT : styles + OLD
}

const PAGE = `<StrictMode><Preview />${stubNote()}</StrictMode>`

const CURRENT = `import './preview-entry.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import Preview from './preview.tsx'

createRoot(document.getElementById('root')!).render(${PAGE})
`

/** For React 17 and earlier. */
const OLD = `import './preview-entry.css'
import { StrictMode } from 'react'
import { render } from 'react-dom'
import Preview from './preview.tsx'

render(${PAGE}, document.getElementById('root'))
`
