import { ciExposureFindings, runsInCi } from '#src/domain/checks/ci-exposure.ts'
import type { SourceReader } from '#src/ports/source-reader.ts'
import { failed, notRunYet, passed, some, warned } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { baseText } from './check-subject.ts'
import type { Subject } from './check-subject.ts'
import { readSources } from './read-sources.ts'

const NAME = 'Runs in CI'

/** Checks that files which the team's CI runs before review access nothing outside the code. `null` if no such file changed. */
export async function checkRunsInCi(subject: Subject, reader: SourceReader): Promise<CheckResult | null> {
  const files = Object.entries(subject.changed).filter(([path]) => runsInCi(path))
  if (files.length === 0) return null
  const { read, unread } = await readSources(files, (path, text) => reader.importsOf(path, text))
  const annotations = files.flatMap(([path, text]) =>
    ciExposureFindings({ path, text, before: baseText(subject, path) }, read.get(path) ?? []),
  )
  // Nobody knows what a file accesses that can't be parsed.
  const unparsed = unread.filter(({ why }) => why.cause === 'page').map(({ why }) => why.reason)
  const messages = [...unparsed, ...annotations.map(({ path, line, message }) => `${path}:${line}: ${message}`)]
  if (unparsed.length > 0 || annotations.some(({ level }) => level === 'failure'))
    return failed(
      NAME,
      some(messages),
      `${messages.join('\n')}\nThe team's CI runs these files before anyone reviews them. Remove the lines listed above, and make every file valid.`,
      { annotations },
    )
  const [missing] = unread
  if (missing !== undefined) return notRunYet(NAME, missing.why, { annotations })
  if (annotations.length > 0) return warned(NAME, some(messages), { annotations })
  return passed(NAME, `${some(files.map(([path]) => path))}: no access to environment, network or system`)
}
