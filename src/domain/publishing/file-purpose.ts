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

/** The first sentence of the doc comment before an export. */
function sentenceOf(text: string): string | null {
  const comment = /\/\*\*((?:(?!\*\/)[^]){1,2000})\*\/\s*export\b/.exec(text)?.[1]
  const description = comment
    ?.replace(/^\s*\*/gm, ' ')
    .replace(/@\w[^]*$/, '')
    .replace(/\s+/g, ' ')
    .trim()
  if (description === undefined || description === '') return null
  return (/^.+?[.!?](?=\s|$)/.exec(description)?.[0] ?? description).slice(0, SENTENCE).toWellFormed()
}

function exportsOf(text: string): string | null {
  const declared = text.matchAll(/^export\s+(?:default\s+)?(?:async\s+)?(?:function\*?|const|class)\s+([\p{L}$_][\p{L}\p{N}$_]*)/gmu)
  const names = [...new Set([...declared].flatMap(([, name]) => name ?? []))]
  if (names.length === 0) return null
  const more = names.length > NAMES ? ` and ${names.length - NAMES} more` : ''
  return `exports ${names.slice(0, NAMES).join(', ')}${more}`
}
