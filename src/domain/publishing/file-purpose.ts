import { isLockfile, isPackageManifest } from '../packages/lockfiles.ts'

/** Names that are said of one file. */
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

/** What a file is for, in a few words: what it says of itself, else what it exports; `null` where nothing tells. Foreign text. */
export function filePurpose(path: string, text: string | null): string | null {
  if (isPackageManifest(path)) return 'what the package needs'
  if (isLockfile(path)) return 'which versions are installed'
  const kind = KINDS.find(([pattern]) => pattern.test(path))
  if (kind !== undefined) return kind[1]
  if (text === null || !/\.[cm]?[jt]sx?$/.test(path)) return null
  return sentenceOf(text) ?? exportsOf(text)
}

/** The first sentence of the comment that stands before an export. */
function sentenceOf(text: string): string | null {
  const comment = /\/\*\*((?:(?!\*\/)[^]){1,2000})\*\/\s*export\b/.exec(text)?.[1]
  const words = comment
    ?.replace(/^\s*\*/gm, ' ')
    .replace(/@\w[^]*$/, '')
    .replace(/\s+/g, ' ')
    .trim()
  if (words === undefined || words === '') return null
  return (/^.+?[.!?](?=\s|$)/.exec(words)?.[0] ?? words).slice(0, SENTENCE).toWellFormed()
}

function exportsOf(text: string): string | null {
  const declared = text.matchAll(/^export\s+(?:default\s+)?(?:async\s+)?(?:function\*?|const|class)\s+([\p{L}$_][\p{L}\p{N}$_]*)/gmu)
  const names = [...new Set([...declared].flatMap(([, name]) => name ?? []))]
  if (names.length === 0) return null
  const more = names.length > NAMES ? ` and ${names.length - NAMES} more` : ''
  return `exports ${names.slice(0, NAMES).join(', ')}${more}`
}
