import { PREVIEW_SOURCE } from '#src/domain/publishing/publish-policy.ts'
import type { OnRun } from './fake-sandboxes.ts'

export type Compiler = {
  /** Errors of the types; none where there are none. */
  types?: string
  /** Those that the repository had before. */
  typesBefore?: string
  /** Errors of the build. */
  page?: string
  /** What is told of a page that was built. */
  note?: string
  /** What is built, by path. */
  built?: Record<string, string>
}

/** The template's compiler, as a sandbox meets it. */
export function compiling({
  types,
  typesBefore,
  page,
  note = '',
  built = { 'index.html': '<div id="root"></div>', 'app.js': 'render()' },
}: Compiler = {}): OnRun {
  const failed = (output: string) => ({ exitCode: 1, stdout: output })
  return (command, sandbox) => {
    if (command === `/template/compile_page.sh 'types'`) {
      const said = PREVIEW_SOURCE in sandbox.texts() ? types : typesBefore
      return said === undefined ? undefined : failed(said)
    }
    const folder = /^\/template\/compile_page\.sh 'page' '([^']+)'/.exec(command)?.[1]
    if (folder === undefined) return undefined
    if (page !== undefined) return failed(page)
    for (const [path, text] of Object.entries(built)) sandbox.write(`${folder}/${path}`, text)
    return { stdout: note }
  }
}
