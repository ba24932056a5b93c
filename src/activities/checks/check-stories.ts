import { isComponentFile } from '#src/domain/repository/component-file.ts'
import type { SourceReader } from '#src/ports/source-reader.ts'
import { notRunYet, passed, warned } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { baseText } from './check-subject.ts'
import type { Subject } from './check-subject.ts'
import { readSources } from './read-sources.ts'

const NAME = 'Stories'

/** In a repository with Storybook, a new component needs a story. `null` without Storybook or without new components. */
export async function checkStories(subject: Subject, reader: SourceReader): Promise<CheckResult | null> {
  const { changed, base } = subject
  if (!base.profile.storybook) return null
  const added = Object.entries(changed).filter(([path]) => isComponentFile(path) && baseText(subject, path) === null)
  const stories = Object.keys(changed).filter((path) => /\.stories\.[jt]sx?$/.test(path))
  const { read, unread } = await readSources(added, (path, text) => reader.outlineOf(path, text))
  const made = [...read].flatMap(([path, { components }]) => (components.length === 0 ? [] : [path]))
  if (stories.length > 0) return made.length + unread.length === 0 ? null : passed(NAME, stories.join(', '))
  if (made.length > 0) {
    const detail = `no story for ${made.join(', ')}`
    return warned(NAME, detail, { once: `${detail}. The repository uses Storybook: write a story in the style of its other stories` })
  }
  const [missing] = unread
  return missing === undefined ? null : notRunYet(NAME, missing.why, { required: false })
}
