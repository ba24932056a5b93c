import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withoutRemoteImports } from './remote-imports.ts'

/** Files that the export contains besides the page. */
const OTHER_PAGES = /^(?:404|_not-found)/

/**
 * Copies an exported application as one page. The preview's policy forbids inline scripts, so each becomes a file that runs in the same
 * place and order.
 */
export function exportPage(from: string, to: string, basePath: string): void {
  rmSync(to, { recursive: true, force: true })
  cpSync(from, to, { recursive: true })
  for (const name of readdirSync(to)) if (OTHER_PAGES.test(name)) rmSync(join(to, name), { recursive: true })
  for (const name of readdirSync(to, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.css'))) {
    const path = join(to, name)
    writeFileSync(path, withoutRemoteImports(readFileSync(path, 'utf8')))
  }
  const page = join(to, 'index.html')
  const html = replaceScripts(readFileSync(page, 'utf8'), (whole, attributes, code) => {
    if (/\s(?:src|type)=/.test(attributes)) return whole
    const name = `_next/static/inline-${createHash('sha256').update(code).digest('hex').slice(0, 16)}.js`
    writeFileSync(join(to, name), code)
    return `<script${attributes} src="${basePath}${name}"></script>`
  })
  writeFileSync(page, html)
}

/** Replaces each script of a page. Stops at one that doesn't end, after which no other one ends either. */
function replaceScripts(html: string, replace: (whole: string, attributes: string, code: string) => string): string {
  const parts: string[] = []
  let done = 0
  for (let start = html.indexOf('<script'); start !== -1; start = html.indexOf('<script', Math.max(done, start + 1))) {
    const attributes = start + '<script'.length
    if (!/[\s>]/.test(html[attributes] ?? '')) continue
    const code = html.indexOf('>', attributes)
    const end = code === -1 ? -1 : html.indexOf('</script>', code)
    if (end === -1) break
    const after = end + '</script>'.length
    parts.push(html.slice(done, start), replace(html.slice(start, after), html.slice(attributes, code), html.slice(code + 1, end)))
    done = after
  }
  return [...parts, html.slice(done)].join('')
}
