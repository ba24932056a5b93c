import { setImmediate as pause } from 'node:timers/promises'
import { buildImports } from '#src/domain/checks/build-imports.ts'
import { styleSheetCodeFindings } from '#src/domain/checks/style-sheet-code.ts'
import type { Annotation } from '#src/domain/projects/records.ts'
import type { SourceReader } from '#src/ports/source-reader.ts'
import { failed, notRunYet, some } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { allTexts, baseText } from './check-subject.ts'
import type { Subject } from './check-subject.ts'
import { readSources } from './read-sources.ts'

const SCRIPT = /\.[cm]?[jt]sx?$/

/** `null` if the build runs no code of the turn. */
export async function checkStyleCode(subject: Subject, reader: SourceReader): Promise<CheckResult | null> {
  const { changed, base } = subject
  // A sheet may import a file with any extension.
  const sheets = Object.entries({ ...base.texts, ...changed }).filter(
    ([path]) => path.endsWith('.css') || (Object.hasOwn(changed, path) && !SCRIPT.test(path)),
  )
  const inSheets: Annotation[] = []
  for (const [path, text] of sheets) {
    inSheets.push(...styleSheetCodeFindings([{ path, text, before: baseText(subject, path) }], Object.keys(changed)))
    // Reading a large sheet uses the CPU: yield to other work between two of them.
    await pause()
  }
  const scripts = Object.entries(allTexts(subject)).filter(([path]) => SCRIPT.test(path))
  const { read, unread } = await readSources(scripts, (path, text) => reader.importsOf(path, text))
  const inScripts = scripts.flatMap(([path, text]) => buildImports({ path, text, before: baseText(subject, path) }, read.get(path) ?? []))
  const found = [...inSheets, ...inScripts]
  // Nobody knows what a file brings into the build that can't be parsed.
  const unparsed = unread.filter(({ why }) => why.cause === 'page').map(({ why }) => why.reason)
  if (found.length + unparsed.length === 0) return unread[0] === undefined ? null : notRunYet('Styles', unread[0].why)
  const messages = [...unparsed, ...found.map(({ path, line, message }) => `${path}:${line}: ${message}`)]
  return failed(
    'Styles',
    some(messages),
    `${messages.join('\n')}\nRemove these lines, make every file valid, and do not change modules that a style sheet loads.`,
    { annotations: found },
  )
}
