const FILLER = new Set([
  'a',
  'an',
  'the',
  'with',
  'for',
  'of',
  'and',
  'or',
  'to',
  'in',
  'on',
  'that',
  'which',
  'please',
  'responsive',
  'accessible',
  'simple',
  'nice',
  'beautiful',
  'modern',
  'new',
  'build',
  'create',
  'make',
  'add',
  'me',
  'us',
  'our',
  'my',
])
/** Words after which a prompt continues with details. */
const STOP = new Set(['with', 'for', 'that', 'which', 'using', 'in', 'on', 'from', 'where'])

/** Derives a short readable name from a prompt: 'a responsive pricing card with three tiers' gives 'Pricing Card'. */
export function projectName(prompt: string): string {
  const words = prompt.split(/\n/, 1)[0]?.match(/[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []
  const named: string[] = []
  for (const word of words) {
    const lower = word.toLowerCase()
    if (named.length > 0 && STOP.has(lower)) break
    if (!FILLER.has(lower)) named.push(word)
    if (named.length === 4) break
  }
  const name = named
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
    .slice(0, 60)
    .toWellFormed()
  return name === '' ? 'Components' : name
}
