import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

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
    [styles, css(workspace, stylesheet)],
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
  }
}

function html(): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
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

/** The repository's stylesheet with Tailwind's sources limited to what is written by hand: no earlier build, no documents. */
function css(workspace: string, stylesheet: string | null): string {
  const sources = existsSync(join(workspace, 'src')) ? join(workspace, 'src') : workspace
  return [
    `@import ${JSON.stringify(stylesheet === null ? 'tailwindcss' : join(workspace, stylesheet))} source(none);`,
    `@source ${JSON.stringify(sources)};`,
    `@source ${JSON.stringify(join(workspace, '.ollio/*.{ts,tsx,jsx}'))};`,
    '',
  ].join('\n')
}
