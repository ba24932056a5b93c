import { isLockfile, isPackageManifest } from '../packages/lockfiles.ts'

/** The most exported names to list for one file. */
const NAMES = 6
const SENTENCE = 160

const KINDS: readonly [RegExp, string][] = [
  [/\.(?:test|spec)\.[cm]?[jt]sx?$/, 'tests'],
  [/\.stories\.(?:[cm]?[jt]sx?|mdx)$/, 'stories'],
  [/\.(?:css|scss|sass|less)$/, 'styles'],
  [/\.mdx?$/, 'documentation'],
  [/\.(?:svg|png|jpe?g|gif|webp|avif|ico)$/, 'a picture'],
  [/\.(?:woff2?|ttf|otf)$/, 'a font'],
  [/\.json$/, 'data'],
]

/**
 * What a file is for, in a few words: its doc comment, otherwise its exports; `null` if unknown. The text comes from the repository and is
 * untrusted.
 */
export function filePurpose(path: string, text: string | null): string | null {
  if (isPackageManifest(path)) return 'dependencies of the package'
  if (isLockfile(path)) return 'locked dependency versions'
  const kind = KINDS.find(([pattern]) => pattern.test(path))
  if (kind !== undefined) return kind[1]
  if (text === null || !/\.[cm]?[jt]sx?$/.test(path)) return null
  return sentenceOf(text) ?? exportsOf(text)
}

/** Longer comments are not read, in characters. */
const COMMENT = 2_000

/** The first sentence of the doc comment before an export. */
function sentenceOf(text: string): string | null {
  const comment = docComment(text)
  const description = comment
    ?.replace(/^[ \t]*\*/gm, ' ')
    .replace(/@\w[^]*$/, '')
    .replace(/\s+/g, ' ')
    .trim()
  if (description === undefined || description === '') return null
  return (/^.+?[.!?](?=\s|$)/.exec(description)?.[0] ?? description).slice(0, SENTENCE).toWellFormed()
}

/** The first doc comment that is directly before an export. Searched for from its end, so that no text is read twice. */
function docComment(text: string): string | undefined {
  const beforeExport = /\s*export\b/y
  let after = 0
  for (let end = text.indexOf('*/'); end !== -1; end = text.indexOf('*/', after)) {
    beforeExport.lastIndex = end + 2
    if (beforeExport.test(text)) {
      const part = text.slice(Math.max(after, end - COMMENT), end)
      const start = part.indexOf('/**')
      if (start !== -1 && start + 3 < part.length) return part.slice(start + 3)
    }
    after = end + 2
  }
  return undefined
}

function exportsOf(text: string): string | null {
  const declared = text.matchAll(/^export\s+(?:default\s+)?(?:async\s+)?(?:function\*?|const|class)\s+([\p{L}$_][\p{L}\p{N}$_]*)/gmu)
  const names = [...new Set([...declared].flatMap(([, name]) => name ?? []))]
  if (names.length === 0) return null
  const more = names.length > NAMES ? ` and ${names.length - NAMES} more` : ''
  return `exports ${names.slice(0, NAMES).join(', ')}${more}`
}
