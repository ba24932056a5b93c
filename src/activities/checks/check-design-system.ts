import { isComponentFile } from '#src/domain/repository/component-file.ts'
import { designFindings, tokensOf } from '#src/domain/checks/design-findings.ts'
import { hardcodedColorsInSheet } from '#src/domain/checks/hardcoded-values.ts'
import type { Annotation } from '#src/domain/projects/records.ts'
import type { SourceReader } from '#src/ports/source-reader.ts'
import { passed, some, warned } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { baseText } from './check-subject.ts'
import type { Subject } from './check-subject.ts'

/**
 * Which parts of the repository's design system were used, and where values are hard-coded. A warning at most: not everything has a token.
 */
export async function checkDesign(subject: Subject, reader: SourceReader): Promise<CheckResult> {
  const { changed, base } = subject
  const outlineOf = async (path: string, text: string | null) => (text === null ? null : reader.outlineOf(path, text))
  const known = Object.entries(base.texts).filter(([path]) => isComponentFile(path) && path.startsWith(`${base.profile.componentFolder}/`))
  const components = await Promise.all(
    known.map(async ([path, text]) => ((await outlineOf(path, text))?.components ?? []).map(({ name }) => ({ name, path }))),
  )
  const made = Object.entries(changed).filter(([path]) => isComponentFile(path))
  const files = await Promise.all(
    made.map(async ([path, text]) => {
      const [outline, before] = await Promise.all([outlineOf(path, text), outlineOf(path, baseText(subject, path))])
      return outline === null ? [] : [{ path, outline, before }]
    }),
  )
  const tokens = tokensOf(Object.entries(base.texts).flatMap(([path, text]) => (path.endsWith('.css') ? [text] : [])))
  const { used, findings } = designFindings({ components: components.flat(), tokens }, files.flat())
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
