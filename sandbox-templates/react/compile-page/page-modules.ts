import { join } from 'node:path'
import type { Plugin } from 'vite'
import { pageStyles } from './page-styles.ts'
import { withoutRemoteImports } from './remote-imports.ts'

const TITLE = 'Preview'

/**
 * The page around the preview, as modules that stand nowhere on disk. Their ids lie in the workspace, so their imports find the
 * same packages as the components'.
 */
export function pageModules(workspace: string, stylesheet: string | null): Plugin & { input: string; styles: string } {
  const input = join(workspace, 'index.html')
  const entry = join(workspace, '.ollio/preview-entry.tsx')
  const styles = join(workspace, '.ollio/preview-entry.css')
  const modules = new Map([
    [input, html()],
    [entry, script()],
    [styles, pageStyles(workspace, stylesheet)],
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
    resolveId: (source) => ids.get(source) ?? null,
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

function script(): string {
  return `import './preview-entry.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import Preview from './preview.tsx'

createRoot(document.getElementById('root')!).render(<StrictMode><Preview /></StrictMode>)
`
}
