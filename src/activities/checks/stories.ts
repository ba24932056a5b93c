import { isComponentFile } from '#src/domain/component-file.ts'
import type { SourceReader } from '#src/ports/source-reader.ts'
import { passed, warned } from './checked.ts'
import type { Checked } from './checked.ts'
import { baseText } from './subject.ts'
import type { Subject } from './subject.ts'

/** Where a repository has Storybook, a new component comes with a story. `null` where it has none, or nothing is new. */
export function checkStories(subject: Subject, reader: SourceReader): Checked | null {
  const { changed, base } = subject
  if (!base.profile.declaredPackages.some((name) => name === 'storybook' || name.startsWith('@storybook/'))) return null
  const made = Object.entries(changed).filter(
    ([path, text]) =>
      isComponentFile(path) && baseText(subject, path) === null && (reader.outlineOf(path, text)?.components.length ?? 0) > 0,
  )
  if (made.length === 0) return null
  const stories = Object.keys(changed).filter((path) => /\.stories\.[jt]sx?$/.test(path))
  if (stories.length > 0) return passed('Stories', stories.join(', '))
  const detail = `${made.map(([path]) => path).join(', ')} came without a story`
  return warned('Stories', detail, { once: `${detail}; the repository has Storybook, so write one as its other stories are written` })
}
