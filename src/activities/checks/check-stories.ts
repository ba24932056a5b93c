import { isComponentFile } from '#src/domain/repository/component-file.ts'
import type { SourceReader } from '#src/ports/source-reader.ts'
import { passed, warned } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { baseText } from './check-subject.ts'
import type { Subject } from './check-subject.ts'

/** Where a repository has Storybook, a new component comes with a story. `null` where it has none, or nothing is new. */
export async function checkStories(subject: Subject, reader: SourceReader): Promise<CheckResult | null> {
  const { changed, base } = subject
  if (!base.profile.storybook) return null
  const added = Object.entries(changed).filter(([path]) => isComponentFile(path) && baseText(subject, path) === null)
  const outlines = await Promise.all(added.map(async ([path, text]) => ({ path, outline: await reader.outlineOf(path, text) })))
  const made = outlines.flatMap(({ path, outline }) => (outline === null || outline.components.length === 0 ? [] : [path]))
  if (made.length === 0) return null
  const stories = Object.keys(changed).filter((path) => /\.stories\.[jt]sx?$/.test(path))
  if (stories.length > 0) return passed('Stories', stories.join(', '))
  const detail = `${made.join(', ')} came without a story`
  return warned('Stories', detail, { once: `${detail}; the repository has Storybook, so write one as its other stories are written` })
}
