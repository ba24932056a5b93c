import { styleCode } from '#src/domain/style-code.ts'
import { failed, some } from './checked.ts'
import type { Checked } from './checked.ts'
import { baseText } from './subject.ts'
import type { Subject } from './subject.ts'

/** `null` where nothing of the turn's own runs while the page is built. */
export function checkStyleCode(subject: Subject): Checked | null {
  const { changed, base } = subject
  // A sheet may import a file of any ending.
  const sheets = Object.entries({ ...base.texts, ...changed }).filter(
    ([path]) => path.endsWith('.css') || (Object.hasOwn(changed, path) && !/\.[cm]?[jt]sx?$/.test(path)),
  )
  const found = styleCode(
    sheets.map(([path, text]) => ({ path, text, before: baseText(subject, path) })),
    Object.keys(changed),
  )
  if (found.length === 0) return null
  const said = found.map(({ path, line, message }) => `${path}:${line}: ${message}`)
  return failed('Styles', some(said), `${said.join('\n')}\nDo without it.`, { annotations: found })
}
