import { ciExposureFindings, runsInCi } from '#src/domain/checks/ci-exposure.ts'
import type { SourceReader } from '#src/ports/source-reader.ts'
import { failed, passed, some, warned } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { baseText } from './check-subject.ts'
import type { Subject } from './check-subject.ts'

const NAME = 'Runs in CI'

/** Checks that files which the team's CI runs before review access nothing outside the code. `null` if no such file changed. */
export async function checkRunsInCi(subject: Subject, reader: SourceReader): Promise<CheckResult | null> {
  const files = Object.entries(subject.changed).filter(([path]) => runsInCi(path))
  if (files.length === 0) return null
  const found = await Promise.all(
    files.map(async ([path, text]) =>
      ciExposureFindings({ path, text, before: baseText(subject, path) }, await reader.importsOf(path, text)),
    ),
  )
  const annotations = found.flat()
  if (annotations.length === 0) return passed(NAME, `${some(files.map(([path]) => path))}: no access to environment, network or system`)
  const messages = annotations.map(({ path, line, message }) => `${path}:${line}: ${message}`)
  if (!annotations.some(({ level }) => level === 'failure')) return warned(NAME, some(messages), { annotations })
  return failed(
    NAME,
    some(messages),
    `${messages.join('\n')}\nThe team's CI runs these files before anyone reviews them. Remove the lines listed above.`,
    { annotations },
  )
}
