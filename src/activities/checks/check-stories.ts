import { isComponentFile } from '#src/domain/repository/component-file.ts'
import type { SourceReader } from '#src/ports/source-reader.ts'
import { passed, warned } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { baseText } from './check-subject.ts'
import type { Subject } from './check-subject.ts'

/** In a repository with Storybook, a new component needs a story. `null` without Storybook or without new components. */
export async function checkStories(subject: Subject, reader: SourceReader): Promise<CheckResult | null> {
  const { changed, base } = subject
  if (!base.profile.storybook) return null
  const added = Object.entries(changed).filter(([path]) => isComponentFile(path) && baseText(subject, path) === null)
  const outlines = await Promise.all(added.map(async ([path, text]) => ({ path, outline: await reader.outlineOf(path, text) })))
  const made = outlines.flatMap(({ path, outline }) => (outline === null || outline.components.length === 0 ? [] : [path]))
  if (made.length === 0) return null
  const stories = Object.keys(changed).filter((path) => /\.stories\.[jt]sx?$/.test(path))
  if (stories.length > 0) return passed('Stories', stories.join(', '))
  const detail = `no story for ${made.join(', ')}`
  return warned('Stories', detail, { once: `${detail}. The repository uses Storybook: write a story in the style of its other stories` })
}
