import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { textRow } from './row.ts'

const MIB = 1024 * 1024
const PLACE = { workspace: '/workspace', project: '/tmp/project' }
const NEVER = new Map<string, string>()

/** The parts of a template as they lie together once it is installed. */
const folder = mkdtempSync(join(tmpdir(), 'ollio-template-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const name of ['react', 'nextjs'])
  cpSync(new URL(`../../../sandbox-templates/${name}/compile-page`, import.meta.url), folder, {
    recursive: true,
    filter: (path) => !path.endsWith('.json'),
  })
const load = async (name: string) => (await import(join(folder, name))) as Record<string, (...args: unknown[]) => unknown>
const errors = await load('next-errors.ts')
const page = await load('export-page.ts')
const imports = await load('remote-imports.ts')
const styles = await load('page-styles.ts')
const readable = await load('readable-errors.ts')

function exported(html: string): void {
  const from = mkdtempSync(join(folder, 'page-'))
  writeFileSync(join(from, 'index.html'), html)
  page['exportPage']?.(from, join(folder, 'out'), '/')
}

export const TEMPLATE_READERS = {
  nextErrors: textRow(
    {
      limit: MIB,
      pieces: ['./', './a\nError: b\n', 'at ./a:1:1\n', '[next]/', 'Error: \n'],
      starts: ['', 'Error occurred prerendering page\n at '],
    },
    (output) => errors['nextErrors']?.(output, PLACE),
  ),
  exportPage: textRow(
    { limit: MIB, pieces: ['<script ', '<script>', '<script></script', '</script>', '<script src=a></script>'] },
    exported,
  ),
  withoutRemoteImports: textRow({ limit: MIB, pieces: ['@import url("//', "@import '//a'", '@import "//a";'] }, (css) =>
    imports['withoutRemoteImports']?.(css),
  ),
  usesTailwind: textRow({ limit: MIB, pieces: ['@import "a', '@import ', '/* */'] }, (css) => styles['readSheet']?.(css)),
  readableError: textRow({ limit: MIB, pieces: ['╭─[ ', '╭─[ a:1:1', '╰─', '1 │ a\n', 'Caused by:\n'] }, (message) =>
    readable['readableError']?.({ message }, NEVER),
  ),
}
