import { reader } from '../shared/hostile-text.ts'
import { folderOf } from '../shared/join-path.ts'
import { isModuleSheet } from './class-findings.ts'
import type { ClassUse } from './class-findings.ts'
import { cssClasses } from './css-classes.ts'
import { hasPrefix, mayRead, withPrefix } from './tailwind-reach.ts'
import type { TailwindReach } from './tailwind-reach.ts'

/** `sheets`: the repository's style sheets with the changes, by path. `reach`: `null` without Tailwind. */
export type StyleFacts = { sheets: Record<string, string>; reach: TailwindReach | null }

/** Why most of the missing classes don't exist, as far as the repository shows it, and what to do, in sentences. */
export const unstyledCause = reader('unstyledCause', (missing: readonly ClassUse[], { sheets, reach }: StyleFacts): string => {
  const global = missing.filter(({ module }) => module === null)
  if (global.length * 2 < missing.length) return 'Use the names that the CSS modules define, or define these.'
  const isMost = (count: number): boolean => count * 2 >= global.length
  if (reach?.prefix != null) {
    const { prefix, file } = reach
    const bare = global.map(({ name }) => name).filter((name) => !hasPrefix(name, prefix))
    const [example = ''] = [...bare.filter((name) => !name.includes(':')), ...bare]
    if (isMost(bare.length))
      return `The repository's Tailwind uses the prefix \`${prefix}\` (${file}): write \`${withPrefix(example, prefix)}\` instead of \`${example}\`.`
  }
  for (const [path, text] of Object.entries(sheets)) {
    const defined = cssClasses(text)
    if (!isMost(global.filter(({ name }) => defined.has(name)).length)) continue
    return isModuleSheet(path)
      ? `${path} defines them, but it is a CSS module: import it, and read the names from it, such as \`styles['${global[0]?.name}']\`.`
      : `${path} defines them, but the built page doesn't load it: import it in the component, and show the component in .ollio/preview.tsx.`
  }
  if (reach === null)
    return 'The repository has no Tailwind, and no style sheet of the page defines them: write the rules in a style sheet that the component imports.'
  const unread = global.filter(({ path }) => !mayRead(reach, path))
  if (unread.length > 0 && isMost(unread.length)) {
    const folders = [...new Set(unread.map(({ path }) => `${folderOf(path)}/**`))].slice(0, 3).join(', ')
    const sources = reach.sources?.slice(0, 5).join(', ')
    return `No class of ${folders} is in Tailwind's sources: ${reach.file} has ${sources === '' ? 'none in the repository' : sources}. Move the files to a folder that Tailwind reads.`
  }
  return 'Tailwind makes no rule for names that it does not know: check the spelling, and use names of the repository’s theme.'
})
