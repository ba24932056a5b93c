import { buildImports } from '#src/domain/checks/build-imports.ts'
import { styleSheetCodeFindings } from '#src/domain/checks/style-sheet-code.ts'
import type { SourceReader } from '#src/ports/source-reader.ts'
import { failed, some } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { allTexts, baseText } from './check-subject.ts'
import type { Subject } from './check-subject.ts'

const SCRIPT = /\.[cm]?[jt]sx?$/

/** `null` if the build runs no code of the turn. */
export async function checkStyleCode(subject: Subject, reader: SourceReader): Promise<CheckResult | null> {
  const { changed, base } = subject
  // A sheet may import a file with any extension.
  const sheets = Object.entries({ ...base.texts, ...changed }).filter(
    ([path]) => path.endsWith('.css') || (Object.hasOwn(changed, path) && !SCRIPT.test(path)),
  )
  const inSheets = styleSheetCodeFindings(
    sheets.map(([path, text]) => ({ path, text, before: baseText(subject, path) })),
    Object.keys(changed),
  )
  const scripts = Object.entries(allTexts(subject)).filter(([path]) => SCRIPT.test(path))
  const inScripts = await Promise.all(
    scripts.map(async ([path, text]) =>
      buildImports({ path, text, before: baseText(subject, path) }, (await reader.importsOf(path, text)) ?? []),
    ),
  )
  const found = [...inSheets, ...inScripts.flat()]
  if (found.length === 0) return null
  const messages = found.map(({ path, line, message }) => `${path}:${line}: ${message}`)
  return failed(
    'Styles',
    some(messages),
    `${messages.join('\n')}\nRemove these lines, and do not change modules that a style sheet loads.`,
    { annotations: found },
  )
}
