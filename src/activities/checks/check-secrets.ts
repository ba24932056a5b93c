import { lastSummary } from '#src/domain/agent/last-summary.ts'
import { newLines } from '#src/domain/checks/turn-findings.ts'
import type { Annotation } from '#src/domain/projects/records.ts'
import type { SecretSearch } from '#src/ports/secret-search.ts'
import { failed, passed, some } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { allTexts, baseText } from './check-subject.ts'
import type { Subject } from './check-subject.ts'

/** Searches everything that would be published, including the summary. Findings never contain the secret itself. */
export async function checkSecrets(subject: Subject, search: SecretSearch): Promise<CheckResult> {
  const texts = { ...allTexts(subject), summary: lastSummary(subject.steps) ?? '' }
  const found = await Promise.all(
    Object.entries(texts).map(async ([path, text]) => {
      const isNew = newLines(text, baseText(subject, path))
      // Lines that already existed are not findings of this turn.
      const findings = (await search.search(path, text)).filter(({ line }) => isNew(line))
      return findings.map(({ rule, line }): Annotation => ({ path, line, level: 'failure', message: `This looks like a secret (${rule})` }))
    }),
  )
  const annotations = found.flat()
  if (annotations.length === 0) return passed('Secrets', 'none found')
  const messages = annotations.map(({ path, line, message }) => `${path}:${line}: ${message}`)
  return failed('Secrets', some(messages), `${messages.join('\n')}\nRemove it, or use a made-up value in a different format.`, {
    annotations: annotations.filter(({ path }) => path !== 'summary'),
  })
}
