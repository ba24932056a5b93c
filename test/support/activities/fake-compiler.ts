import { PREVIEW_SOURCE } from '#src/domain/publishing/publish-policy.ts'
import type { OnRun } from './fake-sandboxes.ts'

export type Compiler = {
  /** Type errors, if any. */
  types?: string
  /** Type errors of the base. */
  typesBefore?: string
  /** Build errors. */
  page?: string
  /** The note about a built page. */
  note?: string
  /** The built files by path. */
  built?: Record<string, string>
}

/** Plays the template's compiler in a sandbox. */
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
