import { isComponentFile } from '#src/domain/repository/component-file.ts'
import { designFindings, tokensOf } from '#src/domain/checks/design-findings.ts'
import { hardcodedColorsInSheet } from '#src/domain/checks/hardcoded-values.ts'
import type { Annotation } from '#src/domain/projects/records.ts'
import type { SourceReader } from '#src/ports/source-reader.ts'
import { notRunYet, passed, some, warned } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { baseText } from './check-subject.ts'
import type { Subject } from './check-subject.ts'
import { readSources } from './read-sources.ts'

/**
 * Which parts of the repository's design system were used, and where values are hard-coded. A warning at most: not everything has a token.
 */
export async function checkDesign(subject: Subject, reader: SourceReader): Promise<CheckResult> {
  const { changed, base } = subject
  const known = Object.entries(base.texts).filter(([path]) => isComponentFile(path) && path.startsWith(`${base.profile.componentFolder}/`))
  const made = Object.entries(changed).filter(([path]) => isComponentFile(path))
  const old = made.flatMap(([path]) => {
    const text = baseText(subject, path)
    return text === null ? [] : [[path, text] as const]
  })
  const now = await readSources(made, (path, text) => reader.outlineOf(path, text))
  const before = await readSources(old, (path, text) => reader.outlineOf(path, text))
  const existing = await readSources(known, (path, text) => reader.outlineOf(path, text))
  const components = [...existing.read].flatMap(([path, outline]) => outline.components.map(({ name }) => ({ name, path })))
  const tokens = tokensOf(Object.entries(base.texts).flatMap(([path, text]) => (path.endsWith('.css') ? [text] : [])))
  const { used, findings } = designFindings(
    { components, tokens },
    [...now.read].map(([path, outline]) => ({ path, outline, before: before.read.get(path) ?? null })),
  )
  const inSheets = Object.entries(changed).flatMap(([path, text]) =>
    path.endsWith('.css')
      ? hardcodedColorsInSheet(text, baseText(subject, path)).map(({ line, value }): Annotation => ({
          path,
          line,
          level: 'warning',
          message: `${value} is hard-coded`,
        }))
      : [],
  )
  const annotations = [...findings, ...inSheets]
  const design = { components: used.components, tokens: used.tokens }
  if (annotations.length > 0) return warned('Design system', some(annotations.map(lineOf)), { annotations, design })
  // A component of the repository that can't be parsed is not the turn's matter: it is only not compared.
  const missing = now.unread[0] ?? [...before.unread, ...existing.unread].find(({ why }) => why.cause === 'machine')
  if (missing !== undefined) return notRunYet('Design system', missing.why, { required: false, design })
  const named = used.components.length === 0 ? 'no existing components' : used.components.join(', ')
  return passed(
    'Design system',
    `uses ${named}; ${used.tokens.length === 1 ? '1 token' : `${used.tokens.length} tokens`}; no hard-coded values`,
    { design },
  )
}

function lineOf({ path, line, message }: Annotation): string {
  return `${path}:${line}: ${message}`
}
